import './ui/styles.js';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import { type Services, ServicesProvider } from './session/services.js';

/** Draws the console over these services into `#root`. */
export function start(services: Services): void {
  const root = document.getElementById('root');
  if (root === null) throw new Error('index.html has no #root');
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <ServicesProvider value={services}>
          <App />
        </ServicesProvider>
      </QueryClientProvider>
    </StrictMode>,
  );
}
