import * as pdfjs from 'pdfjs-dist';
import worker from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import styles from 'pdfjs-dist/web/pdf_viewer.css?url';

// The viewer looks for the library at this name when it is loaded, so it can't be a plain import above.
(globalThis as { pdfjsLib?: typeof pdfjs }).pdfjsLib = pdfjs;
pdfjs.GlobalWorkerOptions.workerSrc = worker;

const parts = '/media/pdfjs';

function sheet(): Promise<void> {
  return new Promise((resolve) => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = styles;
    link.onload = link.onerror = () => resolve();
    document.head.append(link);
  });
}

type Viewer = import('pdfjs-dist/web/pdf_viewer.mjs').PDFViewer;
type Bus = import('pdfjs-dist/web/pdf_viewer.mjs').EventBus;

const within = <Part extends Element>(reader: HTMLElement, selector: string): Part[] => [
  ...reader.querySelectorAll<Part>(selector),
];

/** The buttons of the bar, and the number of the page in it. */
function steer(reader: HTMLElement, viewer: Viewer, bus: Bus): void {
  for (const button of within<HTMLElement>(reader, '[data-pdf-step]'))
    button.addEventListener('click', () => (viewer.currentPageNumber += Number(button.dataset['pdfStep'])));
  for (const button of within<HTMLElement>(reader, '[data-pdf-zoom]'))
    button.addEventListener('click', () => {
      viewer.currentScale = Math.min(5, Math.max(0.25, viewer.currentScale * Number(button.dataset['pdfZoom'])));
    });
  for (const input of within<HTMLInputElement>(reader, '[data-pdf-page]')) {
    input.addEventListener('change', () => (viewer.currentPageNumber = Number(input.value) || 1));
    bus.on('pagechanging', ({ pageNumber }: { pageNumber: number }) => (input.value = String(pageNumber)));
  }
  for (const input of within<HTMLInputElement>(reader, '[data-pdf-find]')) {
    const find = (again: boolean) =>
      bus.dispatch('find', {
        query: input.value,
        type: again ? 'again' : '',
        highlightAll: true,
        caseSensitive: false,
      });
    input.addEventListener('input', () => find(false));
    input.addEventListener('keydown', ({ key }) => {
      if (key === 'Enter') find(true);
    });
  }
}

export async function openReader(reader: HTMLElement, seen: (first: number, last: number) => void): Promise<void> {
  const [{ EventBus, PDFFindController, PDFLinkService, PDFViewer }] = await Promise.all([
    import('pdfjs-dist/web/pdf_viewer.mjs'),
    sheet(),
  ]);
  const [container] = within<HTMLDivElement>(reader, '[data-pdf-view]');
  if (!container) return;
  const eventBus = new EventBus();
  const linkService = new PDFLinkService({ eventBus });
  const findController = new PDFFindController({ eventBus, linkService });
  const viewer = new PDFViewer({ container, eventBus, linkService, findController });
  linkService.setViewer(viewer);
  steer(reader, viewer, eventBus);
  eventBus.on('pagesinit', () => {
    viewer.currentScaleValue = 'page-width';
    viewer.currentPageNumber = Math.min(viewer.pagesCount, Number(reader.dataset['resume']));
  });
  const tell = () => {
    const ids = [...(viewer._getVisiblePages() as { ids: Set<number> }).ids];
    if (ids.length > 0) seen(Math.min(...ids), Math.max(...ids));
  };
  eventBus.on('updateviewarea', tell);
  const document = await pdfjs.getDocument({
    url: reader.dataset['pdf'] ?? '',
    cMapUrl: `${parts}/cmaps/`,
    standardFontDataUrl: `${parts}/standard_fonts/`,
    iccUrl: `${parts}/iccs/`,
    wasmUrl: `${parts}/wasm/`,
    // Pages are fetched as they are read: a handbook of three hundred pages opens as fast as one of three.
    disableAutoFetch: true,
    disableStream: true,
  }).promise;
  viewer.setDocument(document);
  linkService.setDocument(document);
}
