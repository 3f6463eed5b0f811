/** Commands of a program, one in a line, each as the beginning of its plain words. */
const commands = (text: TemplateStringsArray, ...put: readonly string[]): RegExp =>
  new RegExp(
    `^(?:${String.raw(text, ...put)
      .trim()
      .split(/\n\s*/)
      .join('|')})`,
  )

/** Commands of Cloud Foundry that set what surrounds an app: variables, flags, ssh, quotas, groups, policies. */
export const cloudFoundrySettings = `set-(running|staging)-environment-variable-group|(en|dis)able-(feature-flag|ssh)|(dis)?allow-space-ssh|(un)?bind-(running-|staging-)?security-group|(un)?set-(space-)?quota|update-(space-)?quota|(add|remove)-network-policy`

/** Programs and, of their plain words, what sets the configuration of something that runs. */
export const settingCommands: Readonly<Record<string, RegExp>> = {
  heroku: commands`
    config:(set|unset|edit|remove)\b
    ps:(scale|resize|type)\b
    features:(enable|disable)\b
    maintenance:(on|off)\b
  `,
  cf: commands`
    set-env\b
    unset-env\b
    scale\b
    update-user-provided-service\b
    uups\b
    update-service\b
    (${cloudFoundrySettings})\b
  `,
  aws: commands`
    ssm (put-parameter|delete-parameters?)\b
    secretsmanager (put-secret-value|update-secret|rotate-secret|update-secret-version-stage|restore-secret|delete-secret)\b
    lambda (update-function-configuration|put-function-concurrency|delete-function-concurrency|put-provisioned-concurrency)
    elasticbeanstalk update-environment.*--option-settings
    (rds|elasticache|docdb|neptune|redshift|memorydb) modify-
    ec2 modify-(?!image|snapshot)
    dynamodb update-(table|time-to-live|continuous-backups)
    events (enable|disable)-rule
    logs put-retention-policy
    sqs set-queue-attributes
    cognito-idp (update-user-pool|set-)
    wafv2 update-
    appconfig\b
    apigateway update-
    amplify update-(app|branch)\b.*--environment-variables
    autoscaling (update|set)-
    application-autoscaling (register|put)-
    elbv2 modify-
    cloudfront update-distribution
    ecs put-cluster
    route53 change-resource
  `,
  gcloud: commands`
    ((alpha|beta) )?secrets versions (add|enable|disable|destroy)\b
    ((alpha|beta) )?container clusters (resize|update)
    ((alpha|beta) )?compute (instances (add-metadata|remove-metadata|set-)|instance-groups managed (resize|set-autoscaling))
    ((alpha|beta) )?sql (instances patch|users set-password)
    ((alpha|beta) )?redis instances update
    ((alpha|beta) )?scheduler jobs (update|pause|resume)\b
    ((alpha|beta) )?pubsub subscriptions (update|modify-)
    ((alpha|beta) )?logging (buckets|sinks) update
    ((alpha|beta) )?feature-flags
  `,
  az: commands`
    (webapp|functionapp|staticwebapp) (config|appsettings)( [\w-]+)* (set|delete|update)
    keyvault secret (set|set-attributes|delete|restore)\b
    (postgres|mysql) (flexible-server|server) parameter set
    appconfig (kv|feature) (set|enable|disable|delete)
    containerapp (secret set|env update|ingress update)
    appservice plan update
    sql db update
    redis update
    vmss scale
    aks scale
  `,
  fly: commands`
    secrets (set|unset|import)\b
    scale\b(?! show)
    config save\b
  `,
  firebase: commands`functions:(config:(set|unset|clone)|secrets:(set|destroy))\b`,
  supabase: commands`secrets (set|unset)\b`,
  eb: commands`
    setenv\b
    scale\b
  `,
  clever: commands`
    env (set|rm|import)\b
    scale\b
    config (set|update)\b
  `,
  scalingo: commands`
    env-(set|unset)\b
    scale\b
  `,
  doppler: commands`secrets (set|delete|upload)\b`,
  vercel: commands`env (add|rm|remove|update)\b`,
  netlify: commands`env:(set|unset|import)\b`,
  wrangler: commands`
    secret (put|delete|bulk)
    kv:?\s?key (put|delete)
  `,
  railway: commands`variables? (set|--set)`,
  consul: commands`kv (put|delete|import)\b`,
  etcdctl: commands`
    put\b
    del\b
    set\b
    rm\b
  `,
  vault: commands`
    kv (put|patch|delete|metadata put)\b
    write\b
    secrets enable\b
    policy write\b
    auth enable\b
  `,
  rabbitmqctl: commands`
    set_
    add_
    delete_
    clear_
    enable_
    disable_
  `,
  ldcli: commands`flags? (update|toggle|create|delete)`,
  doctl: commands`
    apps update
    compute .* (resize|update)
  `,
  docker: commands`
    (secret|config) (create|rm|remove)\b
    service scale\b
    node (update|promote|demote)\b
  `,
  podman: commands`secret (create|rm)\b`,
  argocd: commands`app (set|patch|unset)\b`,
  dokku: commands`
    config:(set|unset)\b
    ps:scale\b
  `,
  nomad: commands`
    job scale
    var put
    scaling
  `,
}
