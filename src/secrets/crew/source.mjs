// Runs a worker from the sources, as tests do: the loader that Node was started with does not serve its threads.
import { register } from 'tsx/esm/api'

register()
await import('./worker.ts')
