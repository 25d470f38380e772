export { microsoftAccess } from '../../shared/graph/microsoft-access.ts';
export { graphSettings } from '../../shared/graph/settings.ts';
