import { collector } from '../collector.ts'

/** Dashboards that files hold. */
export default collector({
  yields: ['dashboards'],
  reads:
    'dashboards of Grafana, CloudWatch, Datadog, Google Cloud, Azure (portal and workbooks) and New Relic: JSON files and templates of JSON, texts of ConfigMaps, GrafanaDashboard, values of Grafana’s chart; jsonnet, grafanalib and what is imported by name',
  touches: {
    path: /\.(json|json\.\w+|tftpl|tpl|tmpl|workbook|ya?ml|jsonnet|libsonnet)$|\.dashboard\.py$/,
    text: /"panels"|"rows"|"widgets"|Layout"|"lenses"|Notebook\/|dashboard\.grafana\.app|gnetId|dashboards:|GrafanaDashboard|ashboard/,
  },
  async collect({ repository, settings }) {
    if (!repository.files.some(({ path, area }) => area === 'main' && mayHoldSome.test(path))) return {}
    const { readDashboards } = await import('../dashboard/files.ts')
    return { dashboards: await readDashboards(repository, settings) }
  },
})

const mayHoldSome = /\.(json|tftpl|tpl|tmpl|workbook|ya?ml|jsonnet|libsonnet)$|\.json\.\w+$|\.dashboard\.py$/
