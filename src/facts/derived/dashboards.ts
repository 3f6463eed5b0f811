import { collector } from '../collector.ts'

/** Dashboards that files hold, and objects as they are built. */
export default collector({
  yields: ['dashboards'],
  uses: ['workflows'],
  reads:
    'dashboards of Grafana, CloudWatch, Datadog, Google Cloud, Azure (portal and workbooks) and New Relic: JSON files and templates of JSON, texts of ConfigMaps, GrafanaDashboard, values of Grafana’s chart, as kustomizations and charts build them; jsonnet, grafanalib and what is imported by name',
  touches: {
    path: /\.(json|json\.\w+|tftpl|tpl|tmpl|workbook|ya?ml|jsonnet|libsonnet)$|\.dashboard\.py$/,
    text: /"panels"|"rows"|"widgets"|Layout"|"lenses"|Notebook\/|dashboard\.grafana\.app|gnetId|dashboards:|GrafanaDashboard|ashboard/,
  },
  async collect({ repository, settings, observed: { workflows } }) {
    if (!repository.files.some(({ path, area }) => area === 'main' && mayHoldSome.test(path))) return {}
    const { readDashboards } = await import('../dashboard/files.ts')
    return { dashboards: await readDashboards({ repository, settings, workflows }) }
  },
})

const mayHoldSome = /\.(json|tftpl|tpl|tmpl|workbook|ya?ml|jsonnet|libsonnet)$|\.json\.\w+$|\.dashboard\.py$/
