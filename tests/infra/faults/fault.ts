import { type Deployment, ofType, type Properties, type Resource } from '../../../infra/azure/checks/snapshot.ts';

/** A mistake that somebody could make in the Bicep, as it would show in what is deployed. */
export interface Fault {
  readonly name: string;
  /** The assertion that has to catch it. */
  readonly caughtBy: string;
  /** Changes a copy of the deployment. */
  plant(deployment: Deployment): void;
}

/** Changes the first resource of a type. */
export const first =
  (type: string, change: (properties: Properties, resource: Resource) => void) =>
  (deployment: Deployment): void => {
    const [resource] = ofType(deployment, type);
    if (!resource) throw new TypeError(`There is no ${type}.`);
    change(resource.properties, resource);
  };

/** Takes the first resource of a type away. */
export const without = (type: string) => (deployment: Deployment) => {
  const at = deployment.resources.findIndex((resource) => resource.type === `Microsoft.${type}`);
  if (at < 0) throw new TypeError(`There is no ${type}.`);
  (deployment.resources as Resource[]).splice(at, 1);
};

/** Changes the first grant whose id is like this. */
export const grant =
  (find: RegExp, change: (resource: { id: string; properties: Properties }) => void) => (deployment: Deployment) => {
    const found = deployment.resources.find(({ id, type }) => /roleAssignments$/i.test(type) && find.test(id));
    if (!found) throw new TypeError(`No grant is like ${find}.`);
    change(found);
  };
