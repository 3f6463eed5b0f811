import { collector } from '../collector.ts'

/** Modules from elsewhere that ARM, Bicep, Ansible, charts and kustomizations build on. */
export default collector({
  yields: ['infrastructureModules'],
  reads:
    'linked templates of ARM, modules of Bicep from registries, requirements of Ansible Galaxy, dependencies of charts with their lock files, bases of kustomizations in other repositories',
  touches: {
    path: /\.(json|bicep)$|(^|\/)(requirements|kustomization|Chart)\.ya?ml$|(^|\/)(Chart|requirements)\.lock$/,
    text: /templateLink|^[ \t]*module\s|^[ \t]*-|^digest:/m,
  },
  async collect({ repository }) {
    const { linkedModules } = await import('../infrastructure/modules.ts')
    return { infrastructureModules: await linkedModules(repository) }
  },
})
