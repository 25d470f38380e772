import * as z from 'zod';
import type { ServiceName } from '../../contracts/events/topology.ts';
import { defineEndpoints } from '../../contracts/http/endpoint.ts';
import { Refusal } from '../../contracts/refusal.ts';
import { plainText } from '../../functions/answers.ts';
import { type Route, routes } from '../../functions/routes.ts';
import { receive } from './receive.ts';

/** Where Graph posts notifications for a service. */
const endpointsOf = (service: ServiceName) =>
  defineEndpoints({
    receiveNotifications: {
      method: 'POST',
      path: `/api/v1/${service}/notifications/graph`,
      summary: 'Change notifications of Microsoft Graph.',
      access: { public: 'Graph sends no token: each item proves itself by its subscription, tenant and client state.' },
      bodyLimitBytes: 4 * 1024 * 1024,
      query: z.object({}).catchall(z.string().max(4_096)),
      body: 'raw',
      text: true,
      answers: { 202: z.object({}) },
      errors: { 'notification-invalid': 400, 'notifications-not-taken': 503 },
    },
  });

/** The route of a service that subscribes to changes; its handlers take `changeHinted` from the inbox queue. */
export function notificationRoutes(service: ServiceName): Route[] {
  return routes(endpointsOf(service), {
    async receiveNotifications({ context, query, body }) {
      const receipt = await receive(context, { query, body });
      switch (receipt.status) {
        case 200:
          return plainText(receipt.text);
        case 202:
          return { kind: 'body', status: 202, body: {} };
        case 400:
          throw new Refusal('notification-invalid', 'This is no notification.');
        case 503:
          throw new Refusal('notifications-not-taken', 'Send it again.');
      }
    },
  });
}
