import { collector } from '../collector.ts'
import { Hidden, isHidden, type Seen } from '../hidden.ts'
import type { TerraformResourceFact, TerraformSetting } from '../schema/terraform.ts'

/** Resources of Terraform with their attributes, for rules. */
export default collector({
  yields: ['terraformResources'],
  needs: ['terraform'],
  reads: 'what Terraform makes, for each environment',
  async collect({ observed }) {
    if (observed.terraform.length === 0) return { terraformResources: [] }
    const { dataIn } = await import('../infrastructure/resource.ts')
    const made = observed.terraform.filter(({ mode }) => mode === 'managed')
    return {
      terraformResources: made.map(({ node, mode: _, variant: __, ...resource }) => {
        const settings: TerraformSetting[] = []
        flatten(dataIn(node), '', settings)
        return { ...resource, settings } as unknown as TerraformResourceFact
      }),
    }
  },
})

/** As many as rules could ever ask for: policies and dashboards hold thousands. */
const most = 300

const secret = /pass(word|wd|phrase)|secret|token|private_?key|api_?key|credential/i

function flatten(value: unknown, path: string, into: TerraformSetting[]): void {
  if (into.length >= most) return
  if (isHidden(value)) into.push({ name: path, value })
  else if (typeof value !== 'object') into.push({ name: path, value: textOf(value, path) })
  else if (value !== null) {
    for (const [key, item] of Object.entries(value)) flatten(item, path ? `${path}.${key}` : key, into)
  }
}

function textOf(value: unknown, path: string): Seen<string> {
  if (typeof value !== 'string' || !secret.test(path.slice(path.lastIndexOf('.') + 1))) return String(value)
  return new Hidden(`the secret ${path}`, { kind: 'file', text: 'keep secrets out of the code' })
}
