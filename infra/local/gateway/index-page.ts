import { escapeHtml, page } from './html.ts';

/** The root while no console is built: where things are. */
export function indexPage(services: readonly string[]): Response {
  const links = ['/healthz', '/identity/', ...services.map((service) => `/api/v1/${service}/status`)];
  const items = links.map((path) => `<li><a href="${escapeHtml(path)}">${escapeHtml(path)}</a></li>`);
  return new Response(page('Open Managed Desktop', `<ul>\n${items.join('\n')}\n</ul>`), {
    headers: { 'content-type': 'text/html; charset=utf-8' },
  });
}
