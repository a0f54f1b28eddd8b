import { OdxDesk, type OdxQuestion } from './odx-desk.js';

const desk = new OdxDesk();

self.addEventListener('message', ({ data }: MessageEvent<OdxQuestion>) => self.postMessage(desk.hear(data)));
