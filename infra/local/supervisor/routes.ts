import { matchTemplate, parseTemplate } from '../functions-host/http/route-template.ts';
import type { DeclaredFunction } from './running-service.ts';

/** Whether one of the functions declares a route for this method and path; the host itself decides which of them. */
export function routesOf(functions: readonly DeclaredFunction[]): (method: string, path: string) => boolean {
  const routes = functions.flatMap(({ http }) =>
    http ? { methods: http.methods, template: parseTemplate(http.template) } : [],
  );
  return (method, path) => {
    const segments = path.split('/').filter(Boolean);
    return routes.some(({ methods, template }) => methods.includes(method) && matchTemplate(template, segments));
  };
}
