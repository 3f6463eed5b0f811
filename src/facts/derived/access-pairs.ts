import { bindings } from '../access/bindings.ts'
import { forgeGrants, inventoryGrants } from '../access/declared.ts'
import { accessPairs } from '../access/pairs.ts'
import { settingsFileGrants } from '../access/repository-settings.ts'
import { collector } from '../collector.ts'

/** Whether the same people have access to staging and to production. */
export default collector({
  yields: ['accessPairs'],
  needs: ['terraform', 'workflows'],
  reads:
    'role bindings of Kubernetes, of kustomizations and charts as these are built; reviewers, IAM and role assignments in Terraform; environments of `.github/settings.yml` and of the forge (`--forge`); `environments` of assay.yaml',
  touches: [{ path: /\.ya?ml$/, text: /RoleBinding/ }, { path: /^\.github\/settings\.ya?ml$/ }],
  async collect({ repository, settings, observed }) {
    const { terraformGrants } = await import('../access/terraform.ts')
    const grants = [
      ...(await bindings({ repository, settings, workflows: observed.workflows })),
      ...terraformGrants(observed.terraform, settings),
      ...(await settingsFileGrants(repository, settings)),
      ...forgeGrants(repository.forge, settings),
      ...inventoryGrants(settings),
    ]
    return { accessPairs: accessPairs(grants, settings) }
  },
})
