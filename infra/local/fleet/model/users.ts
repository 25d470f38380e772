import { choose } from './distributions.ts';
import { rnd } from './random.ts';
import { rates } from './rates/rates.ts';
import { stream } from './streams.ts';

/** Somebody of the tenant. */
export interface User {
  readonly index: number;
  readonly givenName: string;
  readonly surname: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  readonly department: (typeof departments)[number];
  readonly privileged: boolean;
  /** What is assigned; a guest has no licence. */
  readonly licence: 'SPE_E3' | 'SPE_E5' | 'SPE_F1' | undefined;
  readonly guest: boolean;
}

const departments = [
  'Sales',
  'Engineering',
  'Finance',
  'Human Resources',
  'Operations',
  'Legal',
  'Marketing',
  'Information Technology',
] as const;

/** The users of a tenant by index; none is stored. */
export function createUsers(seed: number, domain: string): (index: number) => User {
  const draw = (index: number, n: number) => rnd(seed, index, stream.user, n);
  const from = <T>(list: readonly [T, ...T[]], u: number): T => list[Math.floor(u * list.length)] ?? list[0];

  return (index) => {
    const givenName = from(givenNames, draw(index, 0));
    const surname = from(surnames, draw(index, 1));
    const guest = draw(index, 2) < rates.mix.guests;
    const account = `${givenName}.${surname}${index}`.toLowerCase();
    return {
      index,
      givenName,
      surname,
      displayName: `${givenName} ${surname}`,
      userPrincipalName: guest ? `${account}_fabrikam.example#EXT#@${domain}` : `${account}@${domain}`,
      department: from(departments, draw(index, 3)),
      privileged: draw(index, 4) < rates.mix.privilegedUsers,
      licence: guest ? undefined : licences[choose(Object.values(rates.mix.licences), draw(index, 5))],
      guest,
    };
  };
}

const licences = ['SPE_E3', 'SPE_E5', 'SPE_F1'] as const;

const givenNames = [
  'Adele',
  'Alex',
  'Amara',
  'Bianca',
  'Chen',
  'Dara',
  'Diego',
  'Elif',
  'Emil',
  'Fatima',
  'Grady',
  'Hana',
  'Ines',
  'Isaiah',
  'Joni',
  'Kwame',
  'Lars',
  'Lidia',
  'Megan',
  'Miriam',
  'Nadia',
  'Omar',
  'Patti',
  'Pradeep',
  'Quinn',
  'Rosa',
  'Samir',
  'Tomas',
  'Uma',
  'Viktor',
  'Wen',
  'Yuki',
] as const;

const surnames = [
  'Abara',
  'Bakker',
  'Berger',
  'Castro',
  'Dubois',
  'Eriksen',
  'Fontaine',
  'Garcia',
  'Haddad',
  'Ito',
  'Jansen',
  'Kaya',
  'Larsen',
  'Moreau',
  'Nakamura',
  'Novak',
  'Okafor',
  'Patel',
  'Quist',
  'Rossi',
  'Sato',
  'Silva',
  'Tan',
  'Urban',
  'Vance',
  'Weber',
  'Xu',
  'Yilmaz',
  'Zeller',
  'Zhou',
] as const;
