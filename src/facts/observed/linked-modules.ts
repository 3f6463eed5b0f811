import { collector } from '../collector.ts'

/** Modules from elsewhere that ARM, Bicep, Ansible and kustomizations build on. */
export default collector({
  yields: ['infrastructureModules'],
  reads:
    'linked templates of ARM, modules of Bicep from registries, requirements of Ansible Galaxy, bases of kustomizations in other repositories',
  touches: {
    path: /\.(json|bicep)$|(^|\/)(requirements|kustomization)\.ya?ml$/,
    text: /templateLink|^\s*module\s|^\s*-/m,
  },
  async collect({ repository }) {
    const { linkedModules } = await import('../infrastructure/modules.ts')
    return { infrastructureModules: await linkedModules(repository) }
  },
})
