import './ui/styles.js';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BayPage } from './bay-page.js';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id "root"');
createRoot(root).render(
  <StrictMode>
    <BayPage />
  </StrictMode>,
);
