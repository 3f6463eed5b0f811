import { plainWords } from './words.ts'

/* What of `aws … create-…` makes no infrastructure: releases of an application, one-off work, or what a template says. */
const notMade =
  /^(deploy create-deployment|cloudfront create-invalidation|elasticbeanstalk create-application-version|cloudformation create-(stack|change-set)|(rds|ec2|redshift|elasticache|docdb|neptune|memorydb) (create|copy)-[\w-]*snapshots?|rds create-db-cluster-snapshot|codepipeline|codebuild|ecr create-pull|ecr-public get|(amplify|apigateway|apigatewayv2) create-deployment|gamelift create-build|devicefarm|sts |sso|ssm create-association-batch|codeartifact|(iot|s3control|mediaconvert) create-job|sagemaker create-[\w-]+-job\b|lambda create-alias|s3api create-multipart|quicksight create-ingestion|codecommit create-(pull|commit|branch)|autoscaling create-or-update-tags|ec2 create-tags|imagebuilder create-image\b|logs create-export|backup|athena|emr create-cluster)/
const made =
  /^[\w-]+ (create-|run-instances|allocate-address|put-bucket-|attach-role-policy|put-role-policy|authorize-security-group)/

/**
 * Whether a command makes infrastructure imperatively (verdicts.md: `aws … create-…`, `gcloud … create`,
 * `az … create`, `kubectl create` or `run` without a file), instead of having code say what should be there.
 */
export function makesInfrastructure(words: readonly string[]): boolean {
  const program = words[0] ?? ''
  const plain = plainWords(words)
  const text = plain.join(' ')
  const named = words.some((word) => /^(--help|--dry-?run(=(client|server|true))?)$/.test(word))
  if (named) return false
  switch (program) {
    case 'aws':
      if (/^s3 mb\b/.test(text)) return true
      return made.test(text) && !notMade.test(text)
    case 'gcloud':
      return gcloudMakes(plain)
    case 'az':
      // what a file says is told by code
      if (/^container create\b/.test(text) && words.some((word) => /^(--file|-f)(=|$)/.test(word))) return false
      return azMakes(plain)
    case 'gsutil':
      return /^mb\b/.test(text)
    case 'bq':
      return /^mk\b/.test(text)
    case 'kubectl':
    case 'oc':
      return kubernetesMakes(program, words, plain)
    case 'eksctl':
      return plain[0] === 'create' && !words.some((word) => /^(-f|--config-file)/.test(word))
    case 'heroku':
      return /^(apps:create|create|addons:(create|attach)|domains:add|pipelines:(create|add))\b/.test(text)
    case 'cf':
    case 'ibmcloud':
      return /^(cf )?(v3-)?(create-(service(?!-key)|user-provided-service|space|org|domain|shared-domain|private-domain|route)|cups)\b/.test(
        text,
      )
    case 'doctl':
      return /\bcreate\b/.test(plain.slice(0, 4).join(' ')) && !/create-deployment/.test(text)
    case 'fly':
    case 'flyctl':
      return /^(apps create|postgres create|volumes create|redis create|launch|ips allocate)/.test(text)
    case 'hcloud':
    case 'linode-cli':
    case 'scw':
    case 'civo':
    case 'openstack':
      return plain.slice(0, 4).some((word) => word === 'create')
    // a swarm and what spans its machines; a network of one machine is a part of how its containers are started
    case 'docker':
      return (
        /^swarm (init|join)\b/.test(text) || (/^network create\b/.test(text) && /\boverlay\b/.test(words.join(' ')))
      )
    default:
      return false
  }
}

function gcloudMakes(plain: readonly string[]): boolean {
  const words = plain[0] === 'beta' || plain[0] === 'alpha' ? plain.slice(1) : plain
  const [group = '', second = ''] = words
  if (/^(auth|config|info|components|builds|deploy|logging|init|topic)$/.test(group)) return false
  if (group === 'services' && second === 'enable') return true
  const verb = words.slice(1, 6).find((word) => /^(create|add-iam-policy-binding|set-iam-policy)$/.test(word))
  if (!verb) return false
  // a new version, key or snapshot of what is there
  return !/^(secrets versions|iam service-accounts keys|sql backups|\w+ backups|compute (snapshots|disks snapshot|images)|artifacts (print|docker tags)|app versions|firebase test|sql export)/.test(
    words.join(' '),
  )
}

function azMakes(plain: readonly string[]): boolean {
  const [group = '', second = ''] = plain
  if (
    /^(deployment|ts|stack|acr|login|account|devops|pipelines|boards|repos|artifacts|bicep|snapshot|rest)$/.test(group)
  ) {
    return group === 'acr' && second === 'create'
  }
  const text = plain.join(' ')
  if (
    /^(webapp (deployment|deploy|up|log|auth|config)|functionapp (deployment|deploy|config)|image |storage (blob|file|copy)|sql db (copy|export|ltr)|containerapp (up|job start)|backup|load test-run|ml job|batch (job|task|pool node-user)|support )/.test(
      text,
    )
  ) {
    return /^(webapp|functionapp) deployment slot create/.test(text)
  }
  return plain.slice(1, 5).includes('create')
}

/** `oc policy add-role-to-user`, `oc adm policy add-scc-to-group`: a binding that no file declares (docs.okd.io, "Using RBAC"). */
const grants = /^(adm )?policy (add|remove)-(cluster-role|role|scc)-(to|from)-(user|group)\b/

function kubernetesMakes(program: string, words: readonly string[], plain: readonly string[]): boolean {
  const [verb = '', object = ''] = plain
  const fromFile = words.some((word) => /^(-f|--filename|-k|--kustomize)(=|$)/.test(word) || /^-[fk]./.test(word))
  if (program === 'oc' && (/^(new-app|new-project|new-build)$/.test(verb) || grants.test(plain.join(' ')))) return true
  if (verb === 'expose') return true
  if (verb === 'run') {
    // a pod that is removed at its end is one-off work
    return !words.some((word) => /^(--rm|-it|-i|--attach|--restart=Never)/.test(word)) && plain.length > 1
  }
  if (verb !== 'create' || fromFile) return false
  return !/^(token|job|$)/.test(object)
}
