import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { isProblem } from './api/client.ts';
import { ASK_AGAIN_MS } from './api/use-data.ts';
import { Appearance } from './app/appearance.tsx';
import { loadConfig } from './app/config.ts';
import { router } from './app/router.tsx';
import { openSignIn } from './auth/sign-in.ts';
import { texts } from './texts.ts';
import './app/page.css';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: true,
      // What the service has refused it will refuse again; what did not answer may answer soon.
      retry: (times, error) => times < 1 && isProblem(error) && !isRefused(error),
      retryDelay: 1_000,
      refetchInterval: ({ state: { error } }) => (error && !isRefused(error) ? ASK_AGAIN_MS : false),
    },
  },
});

const isRefused = (error: unknown) => isProblem(error) && error.status < 500;

const root = document.getElementById('root');
if (!root) throw new TypeError('The page has no root.');
try {
  await openSignIn(await loadConfig());
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <Appearance>
          <RouterProvider router={router} />
        </Appearance>
      </QueryClientProvider>
    </StrictMode>,
  );
} catch (error) {
  root.textContent = `${texts.cannotBegin} ${error instanceof Error ? error.message : error}`;
}
