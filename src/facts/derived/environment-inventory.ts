import { collector } from '../collector.ts'
import { inventoryOf } from '../inventory/inventory.ts'
import { liveDataIn } from '../inventory/live-data.ts'

/** The environments that are named here, with what assay.yaml says of their data and of who has access. */
export default collector({
  yields: ['environmentInventory'],
  needs: ['deployments', 'environments'],
  uses: ['terraform', 'templateResources'],
  reads:
    'the environments that are deployed to or declared, those that infrastructure code is applied to, and `environments` of assay.yaml; files of values that say what data is there',
  async collect({ observed, settings, repository }) {
    const entries = inventoryOf(observed, settings)
    const live = await liveDataIn(entries, repository, settings)
    return {
      environmentInventory: entries.map((entry) => {
        const at = live.get(entry.id)
        return at ? { ...entry, live: true, liveAt: at } : entry
      }),
    }
  },
})
