import { plainWords } from './words.ts'

/** Whether a command changes nothing there: it is tried, or only works on the manifest that it is given (`kubectl set --local`). */
const dry = (words: readonly string[]) =>
  words.some((word) => /^--(dry-?run|local$|local=)/.test(word) && !/=(none|false)$/.test(word))

/** Commands of Cloud Foundry that set what surrounds an app: variables, flags, ssh, quotas, groups, policies. */
export const cloudFoundrySettings = `set-(running|staging)-environment-variable-group|(en|dis)able-(feature-flag|ssh)|(dis)?allow-space-ssh|(un)?bind-(running-|staging-)?security-group|(un)?set-(space-)?quota|update-(space-)?quota|(add|remove)-network-policy`

/** Programs and, of their plain words, what sets the configuration of something that runs. */
const setting: Readonly<Record<string, RegExp>> = {
  heroku: /^(config:(set|unset|edit|remove)|ps:(scale|resize|type)|features:(enable|disable)|maintenance:(on|off))\b/,
  cf: new RegExp(
    `^(set-env|unset-env|scale|update-user-provided-service|uups|update-service|${cloudFoundrySettings})\\b`,
  ),
  aws: /^(ssm (put-parameter|delete-parameters?)\b|secretsmanager (put-secret-value|update-secret|rotate-secret|update-secret-version-stage|restore-secret|delete-secret)\b|lambda (update-function-configuration|put-function-concurrency|delete-function-concurrency|put-provisioned-concurrency)|elasticbeanstalk update-environment.*--option-settings|(rds|elasticache|docdb|neptune|redshift|memorydb) modify-|ec2 modify-(?!image|snapshot)|dynamodb update-(table|time-to-live|continuous-backups)|events (enable|disable)-rule|logs put-retention-policy|sqs set-queue-attributes|cognito-idp (update-user-pool|set-)|wafv2 update-|appconfig |apigateway update-|amplify update-(app|branch)\b.*--environment-variables|autoscaling (update|set)-|application-autoscaling (register|put)-|elbv2 modify-|cloudfront update-distribution|ecs put-cluster|route53 change-resource)/,
  gcloud:
    /^((alpha|beta) )?(secrets versions (add|enable|disable|destroy)\b|container clusters (resize|update)|compute (instances (add-metadata|remove-metadata|set-)|instance-groups managed (resize|set-autoscaling))|sql (instances patch|users set-password)|redis instances update|scheduler jobs (update|pause|resume)\b|pubsub subscriptions (update|modify-)|logging (buckets|sinks) update|feature-flags)/,
  az: /^((webapp|functionapp|staticwebapp) (config|appsettings)( [\w-]+)* (set|delete|update)|keyvault secret (set|set-attributes|delete|restore)\b|(postgres|mysql) (flexible-server|server) parameter set|appconfig (kv|feature) (set|enable|disable|delete)|containerapp (secret set|env update|ingress update)|appservice plan update|sql db update|redis update|vmss scale|aks scale)/,
  fly: /^(secrets (set|unset|import)|scale|config save)\b/,
  firebase: /^functions:(config:(set|unset|clone)|secrets:(set|destroy))\b/,
  supabase: /^secrets (set|unset)\b/,
  eb: /^(setenv|scale)\b/,
  clever: /^(env (set|rm|import)|scale|config (set|update))\b/,
  scalingo: /^(env-(set|unset)|scale)\b/,
  doppler: /^secrets (set|delete|upload)\b/,
  vercel: /^(env (add|rm|remove|update))\b/,
  netlify: /^(env:(set|unset|import))\b/,
  wrangler: /^(secret (put|delete|bulk)|kv:?\s?key (put|delete))/,
  railway: /^variables? (set|--set)/,
  consul: /^kv (put|delete|import)\b/,
  etcdctl: /^(put|del|set|rm)\b/,
  vault: /^(kv (put|patch|delete|metadata put)|write|secrets enable|policy write|auth enable)\b/,
  rabbitmqctl: /^(set_|add_|delete_|clear_|enable_|disable_)/,
  ldcli: /^flags? (update|toggle|create|delete)/,
  doctl: /^(apps update-?|compute .* (resize|update))/,
  argocd: /^app (set|patch|unset)\b/,
  dokku: /^(config:(set|unset)|ps:scale)\b/,
  nomad: /^(job scale|var put|scaling)/,
  hasura: /^(metadata apply|migrate apply)\b.*--never/,
}

const aliases: Readonly<Record<string, string>> = { flyctl: 'fly' }

/**
 * Whether a command sets the configuration of a running system past the files that declare it. What applies files
 * (`kubectl apply -f`, `helm upgrade`) does not.
 */
export function setsConfiguration(words: readonly string[]): boolean {
  const program = words[0] ?? ''
  if (dry(words)) return false
  if (/^(kubectl|oc)$/.test(program)) return setsObject(words)
  const name = aliases[program] ?? program
  const pattern = Object.hasOwn(setting, name) ? setting[name] : undefined
  if (!pattern) return false
  if (name === 'aws' && /^ecs update-service/.test(plainWords(words).join(' ')))
    return (
      words.includes('--desired-count') &&
      !words.some((word) => /^--(task-definition|force-new-deployment)(=|$)/.test(word))
    )
  if (name === 'az' && /^containerapp( job)? update|^containerapp revision copy/.test(plainWords(words).join(' ')))
    return setsContainerApp(words)
  if (name === 'gcloud' && /^((alpha|beta) )?run (services|jobs) update /.test(plainWords(words).join(' ')))
    return setsCloudRun(words)
  return pattern.test(plainWords(words).join(' ')) || pattern.test(words.slice(1).join(' '))
}

/**
 * A container app that is given another number of replicas, other variables or another size, and no other image
 * (learn.microsoft.com/cli/azure/containerapp).
 */
const setsContainerApp = (words: readonly string[]): boolean =>
  words.some((word) =>
    /^--((min|max)-replicas|scale-rule-\w+|(set|replace|remove|remove-all)-env-vars|cpu|memory)(=|$)/.test(word),
  ) && !words.some((word) => /^(-i|--(image|source|artifact|yaml))(=|$)/.test(word))

/**
 * A service or job of Cloud Run that is given other variables, secrets or another size, and no other image
 * (cloud.google.com/sdk/gcloud/reference/run/services/update).
 */
const setsCloudRun = (words: readonly string[]): boolean =>
  words.some((word) =>
    /^--((set|update|remove|clear)-(env-vars|secrets)|env-vars-file|(min|max)(-instances)?|scaling|memory|cpu|concurrency|timeout)(=|$)/.test(
      word,
    ),
  ) && !words.some((word) => /^--(image|source)(=|$)/.test(word))

function setsObject(words: readonly string[]): boolean {
  const plain = plainWords(words)
  // the plugin of Argo Rollouts
  const [verb = '', object = ''] = plain[0] === 'argo' ? plain.slice(2) : plain
  if (/^(edit|patch|scale|autoscale|set)$/.test(verb)) return true
  if (verb !== 'create' || words.some((word) => /^(-f|--filename|-k|--kustomize)(=|$)/.test(word))) return false
  return /^(configmap|cm|secrets?)$/.test(object)
}
