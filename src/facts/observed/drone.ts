import { collector } from '../collector.ts'

/** The pipelines of Drone, in the one form of all pipelines. */
export default collector({
  yields: ['workflows'],
  reads: '`.drone.yml`, `.drone-*.yml`',
  touches: { path: /^\.drone[\w.-]*\.ya?ml$/ },
  async collect({ repository }) {
    if (!repository.ofKind('yaml', 'yml').some(({ path }) => path.startsWith('.drone'))) return {}
    const [{ readDrone }, finders] = await Promise.all([
      import('../pipeline/drone/workflow.ts'),
      import('../pipeline/commands/index.ts'),
    ])
    return { workflows: await readDrone(repository, finders) }
  },
})
