/* Migrations are run by their tool, and a server or a test of SQL is no statement. */
const executesSql =
  /(?:^|[.:;,]\s*|\b(?:and|then|(?:need|have) to|please|must|should)\s+|^[ \t]*(?:[-*+]|\d+[.)])\s+)((?:execute|run|apply|paste)\s+(?:the|this|these|that|your)\s+(?:(?:generated|resulting|following|above)\s+)?sql\b)(?!\s+(?:migrations?|server|proxy|tests?|linter?)\b)/im

/**
 * The words by which prose has a person type a statement of SQL without showing it.
 * @param text of a block, or of a whole document
 * @returns "Execute the SQL" as it is written, or undefined
 */
export const toldStatement = (text: string): string | undefined => executesSql.exec(text)?.[1]

const eachEnvironment =
  /\b(an|each|every|all|any|the (relevant|right|given|target|appropriate)|which|other|both)( of the)?( \w+)? environments?\b/i

/** Whether a text speaks of any environment ("To make changes to an environment, …"): production is one of them. */
export const speaksOfEach = (text: string): boolean => eachEnvironment.test(text)

const exception =
  /\b(not|cannot|never|n['’]t|except|unlike|other than|before|non-?prod\w*|local|until|instead|(blocked|prevented|barred|kept|locked out|excluded) (from|of)|prohibited|forbidden|disallowed)\b/i

/** Whether a text leaves something out ("except in production"): what it names need not be what it is about. */
export const makesException = (text: string): boolean => exception.test(text)

/* Programs with a verb that no sentence uses by chance. */
const changing =
  /\b(?:terraform|tofu|terragrunt) (?:apply|destroy)\b|\bpulumi (?:up|destroy)\b|\bcdk (?:deploy|destroy)\b|\bhelm (?:upgrade|install|rollback|uninstall)\b|\bhelmfile (?:apply|sync)\b|\b(?:kubectl|oc) (?:apply|edit|patch|scale|delete|replace|set|rollout (?:restart|undo))\b|\bcf (?:push|restage|scale|set-env)\b|\bansible-playbook\b|\b(?:fly|flyctl|kamal|serverless|sls|sam|eb) deploy\b|\bheroku (?:config:set|ps:scale|restart)\b/
const instruction =
  /(?:^|[.:;,(]\s*|\b(?:and|then|by|to|please|can|must|should|or|you|manually)\s+)(?:re-?)?(?:run|running|execute|executing|use|using|type|enter|issue|perform|do|call)(?:\s+(?:a|an|the|your|our|another|manual|local|plain|command))*\s+["'(]?$/i

/**
 * The command that prose has a person run without marking it as code: "then run terraform apply in production".
 * @returns the program with its verb, or undefined
 */
export function toldCommand(text: string): string | undefined {
  const found = changing.exec(text)
  return found && instruction.test(text.slice(0, found.index)) ? found[0] : undefined
}

const againstDatabase =
  /\b(?:run|execute|issue|type|use)\b(?:[^.;:]|\.(?=\S)){0,80}?\b(?:commands?|statements?|quer(?:y|ies)|scripts?|sql)\b[^.;:]{0,40}?\b(?:against|on|in|to)\s+(?:(?:the|our|your|a)\s+)?(?:remote|production|prod|live)\s+(?:db|database)\b/i

/**
 * The words by which prose lets a person run whatever they like against a database that runs: "you can now run `./manage.py`
 * commands directly against the remote DB". Which ones, nobody says.
 */
export const toldAgainst = (text: string): string | undefined =>
  /\bread[- ]?only\b/i.test(text) ? undefined : againstDatabase.exec(text)?.[0]

const inPod =
  /\b(?:enters?|connects? to|logs? in ?to|exec(?:s|ute)? into|goes into|go into|shells? into|opens? a shell in) (?:(?:the|a|an|your|each|that|this|running) ){0,2}pods? and (?:then )?(?:runs?|executes?|starts?) (?:(?:the|a|an|your|any|whatever|whichever) )?(?:(?:desired|needed|required|wanted|necessary) )?(?:\w+ )?(?:commands?|scripts?|jobs?|batch(?:es)?|tasks?)( manually| by hand| you (?:need|want))?/gi

/**
 * The words by which prose lets an operator run what they like in a pod of a cluster: "connect to the pod and run the command
 * manually". Which pod and which command, nobody says.
 */
export function toldInPod(text: string): string | undefined {
  for (const found of text.matchAll(inPod)) {
    const open =
      found[1] !== undefined || /\b(any|whatever|whichever|desired|needed|required|wanted|necessary)\b/i.test(found[0])
    if (open) return found[0]
  }
  return undefined
}

/* "Correct the data", in the commonest languages of documentation: English, French, German, Spanish, Portuguese, Italian,
 * Dutch. */
const mending = [
  /(?:correct|fix|mend|edit|modify|delete|clean up|update) (?:the |this |that |wrong |bad |faulty )*(?:data|records?|rows?)/,
  /(?:corriger|rectifier|modifier|supprimer|nettoyer|mettre à jour) (?:les |ces |des |la |le )?(?:données|enregistrements?|lignes?)/,
  /(?:daten|datensätze?|einträge) (?:\w+ ){0,4}(?:korrigieren|ändern|löschen|anpassen|bereinigen)/,
  /(?:corregir|modificar|borrar|eliminar|actualizar) (?:los |las |el )?(?:datos|registros?|filas?)/,
  /(?:corrigir|modificar|apagar|excluir|atualizar) (?:os |as |o )?(?:dados|registros?|linhas?)/,
  /(?:correggere|modificare|cancellare|aggiornare) (?:i |le |gli )?(?:dati|record|righe)/,
  /(?:gegevens|rijen) (?:\w+ ){0,4}(?:corrigeren|aanpassen|wijzigen|verwijderen)/,
]
const mends = new RegExp(`\\b(?:${mending.map(({ source }) => source).join('|')})(?![\\p{L}])`, 'iu')

/** Whether a sentence has a person correct data: what it opens the next moment is opened for that. */
export const mendsData = (sentence: string): boolean => mends.test(sentence)

/*
 * Commands that change what is there already: settings, secrets and credentials of it, how many run, what it keeps. What makes
 * a system for the first time is none of them.
 */
const ofWhatRuns = new RegExp(
  [
    // kubernetes.io/docs/reference/kubectl, "Operations"
    String.raw`(?:kubectl|oc)(?: -\S+(?: [^-\s]\S*)?)* (?:edit|patch|scale|autoscale|set (?:env|image|resources)|rollout (?:restart|undo)|create (?:secret|configmap))`,
    // devcenter.heroku.com/articles/heroku-cli-commands, dokku.com/docs/configuration/environment-variables
    'heroku (?:config:(?:set|unset|edit)|ps:(?:scale|restart)|restart|pg:(?:reset|promote|copy|upgrade))',
    'dokku (?:config:(?:set|unset)|ps:(?:scale|restart|rebuild))',
    // cli.cloudfoundry.org
    'cf (?:set-env|unset-env|scale|restage|restart|run-task|rename|(?:create|delete)-service-key|update-(?:user-provided-)?service)',
    // docs.aws.amazon.com/cli, learn.microsoft.com/cli/azure, cloud.google.com/sdk/gcloud/reference
    String.raw`aws (?:ssm put-parameter|secretsmanager (?:put-secret-value|update-secret)|lambda update-function-configuration|ecs update-service|eks update-(?!kubeconfig)[\w-]+|rds (?:modify|reboot)-[\w-]+|dynamodb (?:put|update|delete)-item)`,
    'az (?:webapp|functionapp) (?:config appsettings set|restart)|az containerapp update|az keyvault secret (?:set|delete)|az ad (?:app|sp) (?:federated-credential |credential )?(?:delete|reset)',
    'gcloud (?:run services update|secrets versions (?:add|disable|destroy)|sql instances (?:patch|restart))',
    '(?:fly|flyctl) (?:secrets (?:set|unset)|scale(?! show))',
    // developer.hashicorp.com/terraform/cli/state
    '(?:terraform|tofu) (?:state (?:rm|mv|push|replace-provider)|import|taint|untaint)',
    'argocd app (?:set|rollback|patch)',
  ]
    .map((command) => String.raw`\b(?:${command})\b`)
    .join('|'),
)

/** Whether a text shows a command that sets what already runs: what nobody does who only installs the system. */
export const namesWhatRuns = (text: string): boolean => ofWhatRuns.test(text)

/*
 * What no first installation does: it takes a version, a number or a restart to what is there. Settings and secrets are left
 * out, which are made so the first time as well, and so are the services of a writer's own machine.
 */
const ofAnInstalled = new RegExp(
  [
    String.raw`(?:kubectl|oc)(?: -\S+(?: [^-\s]\S*)?)* (?:edit|scale|autoscale|set (?:env|image|resources)|rollout (?:restart|undo)|patch (?:deploy(?:ments?)?|statefulsets?|sts|daemonsets?|ds|configmaps?|cm|cronjobs?|hpa)\b)`,
    'heroku (?:ps:(?:scale|restart)|restart|pg:(?:reset|promote|copy|upgrade))',
    'dokku ps:(?:scale|restart|rebuild)',
    'cf (?:scale|restage|restart|rename)',
    String.raw`aws (?:lambda update-function-(?:code|configuration)|ecs update-service|rds (?:modify|reboot)-[\w-]+)`,
    '(?:az webapp|az functionapp) restart|az containerapp update',
    'gcloud (?:run services (?:update|update-traffic)|sql instances (?:patch|restart))',
    '(?:fly|flyctl) scale(?! show)',
    'argocd app (?:set|rollback|patch)',
    String.raw`systemctl (?:--\S+ )*(?:restart|reload) (?!(?:docker|containerd|postgresql|postgres|mysql|mysqld|mariadb|redis|redis-server|mongod|mongodb|nginx|apache2|httpd|ssh|sshd|NetworkManager|network\S*|systemd-\S+|cron|crond|rabbitmq-server|elasticsearch|php\S*|rsyslog|firewalld|ufw|snapd|libvirtd|k3s|kubelet|crio)(?:[.@]\S*)?(?:\s|$))[\w@.-]+`,
  ]
    .map((command) => String.raw`\b(?:${command})`)
    .join('|'),
)

/** Whether a text shows a command that sets what is installed already: a guide to its installation has none for it. */
export const setsAnInstalled = (text: string): boolean => ofAnInstalled.test(text)
