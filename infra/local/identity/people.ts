/** Somebody the sign-in page offers. */
export interface Person {
  readonly name: string;
  readonly role: string;
  /** Tenants they may operate; `*` stands for all. */
  readonly tenants: readonly string[];
  readonly about: string;
}

export const PEOPLE: readonly Person[] = [
  {
    name: 'Ada',
    role: 'GlobalAdministrator',
    tenants: ['*'],
    about: 'runs the service and may do everything',
  },
  {
    name: 'Benno',
    role: 'Approver',
    tenants: ['*'],
    about: 'approves what others ask for',
  },
  {
    name: 'Chandra',
    role: 'ServiceAdministrator',
    tenants: ['*'],
    about: 'operates devices, rings and releases',
  },
  {
    name: 'Dora',
    role: 'SecurityManager',
    tenants: ['*'],
    about: 'answers alerts and contains attacks',
  },
  {
    name: 'Emil',
    role: 'SupportPartner',
    tenants: ['*'],
    about: 'helps with tickets and elevation requests',
  },
  {
    name: 'Farida',
    role: 'ServiceReader',
    tenants: ['*'],
    about: 'reads, and changes nothing',
  },
];
