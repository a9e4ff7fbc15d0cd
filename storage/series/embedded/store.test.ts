import { seriesStoreContract } from '../contract.ts';
import { openEmbeddedStore } from './store.ts';

seriesStoreContract('the embedded store', openEmbeddedStore, {
  url: new URL('./store.ts', import.meta.url).href,
  name: 'openEmbeddedStore',
});
