/** What can be mounted below a path of the gateway: a request as `fetch` knows it in, a response out. */
export type Handler = (request: Request) => Promise<Response> | Response;
