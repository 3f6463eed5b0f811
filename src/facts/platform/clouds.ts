import { isHidden, or, type Seen } from '../hidden.ts'
import type { Node } from '../infrastructure/node.ts'
import {
  attribute,
  type InfrastructureResource,
  nested,
  numberIn,
  resourcesOf,
  textIn,
} from '../infrastructure/resource.ts'
import { isMap, numberOf } from '../infrastructure/value.ts'
import { unseen } from '../workload/model.ts'
import type { Told } from './from-code.ts'

type Run = readonly InfrastructureResource[]
type Reader = (resource: InfrastructureResource, run: Run, all: Run) => Omit<Told, 'name'>

/** What stands before web apps, asks them and takes the traffic away from ill ones; also modules that are named so. */
const probing =
  /application_?-?gateway|front_?-?door|traffic_?-?manager|(^|[^a-z])agw|azurerm_lb_probe|Microsoft\.Cdn\/profiles/i

/** The platforms whose services say here what watches them. */
const readers: Readonly<Record<string, Reader>> = {
  google_cloud_run_v2_service: cloudRun('template.containers', (service) =>
    numberIn(service, 'template.scaling.min_instance_count'),
  ),
  google_cloud_run_service: cloudRun('template.spec.containers', leastByAnnotation),
  azurerm_container_app: containerApp,
  azurerm_linux_web_app: webApp,
  azurerm_windows_web_app: webApp,
  azurerm_app_service: webApp,
}

/** Platforms that run programs too, and are known by name alone. */
const unread =
  /^(aws_apprunner_service|aws_elastic_beanstalk_environment|google_app_engine_(standard|flexible)_app_version|azurerm_container_group|azurerm_spring_cloud_\w*deployment|digitalocean_app|heroku_formation|kubernetes_(deployment|stateful_set|daemonset)(_v1)?|nomad_job|render_web_service|fly_app|scaleway_container|cloudfoundry_app)$/

/**
 * The services of other platforms that infrastructure code makes.
 * @param all what is made in all runs: what stands before a service may be applied by itself
 */
export function otherPlatforms(run: Run, all: Run = run): readonly (readonly [InfrastructureResource, Told])[] {
  const read = resourcesOf(run, Object.keys(readers)).map(
    (one) => [one, { name: textIn(one, 'name'), ...(readers[one.type] as Reader)(one, run, all) }] as const,
  )
  const others = run
    .filter(({ mode, type }) => mode === 'managed' && unread.test(type))
    .map((one) => {
      const hidden = unseen(`what watches ${one.address}, of a platform that is not read`, one.file)
      const flags = { replicas: hidden, readiness: hidden, liveness: hidden, goesBack: hidden }
      return [one, { kind: one.type, name: undefined, ...flags, place: one.place }] as const
    })
  return [...read, ...others]
}

/**
 * A service of Cloud Run. A new revision gets no traffic before its startup probe has passed, and where none is written the
 * platform probes its port; until then the former revision serves (cloud.google.com/run/docs/configuring/healthchecks).
 */
function cloudRun(containers: string, least: (service: InfrastructureResource) => Seen<number> | undefined): Reader {
  return (service) => {
    const all = nested(service, containers)
    const liveness = isHidden(all) ? all : or(...all.map((one) => has(one, 'liveness_probe')))
    return {
      kind: 'Cloud Run service',
      replicas: least(service) ?? 0,
      readiness: true,
      liveness,
      goesBack: toLatest(service),
      place: service.place,
    }
  }
}

/** Traffic that is bound to a revision goes where somebody sends it. */
function toLatest(service: InfrastructureResource): Seen<boolean> {
  const traffic = nested(service, 'traffic')
  if (isHidden(traffic)) return traffic
  const bound = traffic.some((one) => has(one, 'revision') !== false || has(one, 'revision_name') !== false)
  return bound ? unseen(`what sends traffic to a revision of ${service.address}`, service.file) : true
}

function leastByAnnotation(service: InfrastructureResource): Seen<number> | undefined {
  const { value } = attribute(service, 'template.metadata.annotations')
  if (value === undefined || isHidden(value)) return value
  const least = isMap(value) ? value['autoscaling.knative.dev/minScale'] : undefined
  return least === undefined || isHidden(least) ? least : numberOf(least)
}

function has(node: Node | InfrastructureResource, path: string): Seen<boolean> {
  const { value } = attribute(node, path)
  return isHidden(value) ? value : value !== undefined && !(Array.isArray(value) && value.length === 0)
}

/**
 * A container app of Azure. With an ingress the platform adds probes of its own where none are written; what they hang on is
 * not seen here. A single revision takes over when it is ready (learn.microsoft.com/azure/container-apps/health-probes).
 */
function containerApp(app: InfrastructureResource): Omit<Told, 'name'> {
  const containers = nested(app, 'template.container')
  const probe = (name: string): Seen<boolean> => {
    if (isHidden(containers)) return containers
    const own = or(...containers.map((one) => has(one, name)))
    const ingress = has(app, 'ingress')
    if (own !== false || ingress === false) return own
    return unseen(`whether the platform adds a ${name} to ${app.address}`, app.file)
  }
  const mode = textIn(app, 'revision_mode')
  return {
    kind: 'Container App',
    replicas: numberIn(app, 'template.min_replicas') ?? 0,
    readiness: probe('readiness_probe'),
    liveness: probe('liveness_probe'),
    goesBack: mode === 'Single' ? true : unseen(`what sends traffic to a revision of ${app.address}`, app.file),
    place: attribute(app, 'template.min_replicas').place,
  }
}

/**
 * A web app of App Service: its health check takes an instance out of the traffic and replaces it. Nothing goes back to the
 * former version by itself (learn.microsoft.com/azure/app-service/monitor-instances-health-check).
 */
function webApp(app: InfrastructureResource, run: Run, all: Run): Omit<Told, 'name'> {
  const checked = has(app, 'site_config.health_check_path')
  const front = checked === false ? all.find(({ type }) => probing.test(type)) : undefined
  const plans = resourcesOf(run, ['azurerm_service_plan'])
  const plan = plans.length === 1 ? plans[0] : undefined
  const count = plan && numberIn(plan, 'worker_count')
  return {
    kind: 'web app',
    replicas: count ?? unseen(`how many instances of ${app.address} run`, app.file),
    readiness: front ? unseen(`whether ${front.address} asks ${app.address} how it is`, front.file) : checked,
    liveness: checked,
    goesBack: false,
    place: attribute(app, 'site_config').place,
  }
}
