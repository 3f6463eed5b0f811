import { collector } from '../collector.ts'
import { inventoryOf } from '../inventory/inventory.ts'

/** The environments that are named here, with what assay.yaml says of their data and of who has access. */
export default collector({
  yields: ['environmentInventory'],
  needs: ['deployments', 'environments'],
  uses: ['terraform', 'templateResources'],
  reads:
    'the environments that are deployed to or declared, those that infrastructure code is applied to, and `environments` of assay.yaml',
  collect: ({ observed, settings }) => ({ environmentInventory: inventoryOf(observed, settings) }),
})
