/// Programs in which nothing is wrong, shared by the suites.
let validPrograms = [
  "disputes status=needs_response",
  "disputes | where status == needs_response and amount > 1000eur"
    + " | select id, amount, evidence_due_by",
  "disputes status=needs_response | where amount>100000",
  "disputes | where evidence_due_by < now + 48h and status in [needs_response, won]"
    + " | sort evidence_due_by desc, id",
  "disputes | where not (evidence_due_by >= now)",
  "disputes | where reason != fraudulent and payment_intent == null",
  "disputes | summarize by=[status, currency] n=count() total=sum(amount) | sort n desc, status",
  "disputes status=won | select id, amount, metadata.team | save @won.csv",
  """
  dispute dp_b2
  | submit evidence={
      customer_name: "Ali Aydin",
      service_documentation: file_lease_002,
    }
  """,
  "disputes status=needs_response | where amount>100000 | submit evidence=@lease.json",
  """
  let leases = read @leases.csv
  disputes status=needs_response
  | join $leases on=charge kind=left
  # a comment between stages
  | where lease_file == null
  | select id, charge
  """,
  "disputes ids=@\"queue \\\" 1.txt\" missing=drop | where status == needs_response | as ndjson",
  "explain disputes charge=ch_1 | where status == needs_response and amount >= 500eur | take 1",
  """
  #!/usr/bin/env cpay
  cpay 1
  allow submit, close

  ## Answer disputes that are close to their deadline.
  let due =
    disputes
    | where status in [needs_response, warning_needs_response] and
            evidence_due_by < now + 72h
    | join $(read @leases.csv) on=charge kind=left

  let missing = $due | where lease_file == null or tenant == null
  $due
  | where lease_file contains
    "lease" or tenant matches
    'Jane*'
  | sort evidence_due_by
  | submit evidence={customer_name: tenant, service_documentation: lease_file}
  | apply max=10
  """,
  "| where if amount > 5 then true else false | take 2 * (3 - 1); disputes",
  "disputes | where -amount.minor / 2 ?? 0 <= $cap[0].x and \"é\\u{1F600}\\n\" not contains 'a{b}'",
  "disputes | set due=2024-02-07T09:00+02:00 note=\"\\{x}\" | where team=eu-west\r\n",
  "let x=5;let y=[1_000, 12.50, 500jpy, $x, today, true,]",
  """
  use @lib.cpay
  def urgent(within: duration = 48h) = where evidence_due_by < now + $within
  def team(name: string) = where metadata.team == $name
  def open_ones(states: list<string>? = [won, lost], flag: bool = 1 >= 2,) =
    where status in $states
    | take 5
  disputes status=needs_response | urgent within=24h | team name=paris
  """,
  """
  ## Answer disputes that are close to their deadline
  ## with the lease on file.
  param leases: file
  param within:duration=72h
  param cap: int = 50
  param ids: list<id<dispute>?>?=[]
  require count($due) <= $cap, "{count($due)} disputes are due; raise --cap to go on"
  require not (1 > 2),
    'never'
  $ready | submit evidence=@"evidence/{id}.json" | save @"out/{$day ?? "none"}.csv"
  """,
  "disputes | set note=\"to {customer ?? \"no {\"one\"}\"} on {{a: '}'}.a}\" | where \"{a}{b}\" == 'c'",
]

/// The programs of the language's manual, in the form that programs are written.
let manualPrograms = [
  "disputes status=needs_response",
  "disputes | where status == needs_response and amount > 1000eur"
    + " | select id, amount, evidence_due_by",
  "disputes status=needs_response | where amount > 100000",
  """
  disputes
  | where evidence_due_by < now + 48h and status in [needs_response, warning_needs_response]
  | sort evidence_due_by
  """,
  "disputes | where not (evidence_due_by >= now)",
  "disputes | where reason != fraudulent and payment_intent == null",
  "disputes | summarize by=[status, currency] n=count() total=sum(amount) | sort n desc, status",
  "disputes status=won | select id, amount, metadata.team | save @won.csv",
  """
  dispute dp_b2
  | submit evidence={customer_name: "Ali Aydin", service_documentation: file_lease_002}
  """,
  "disputes status=needs_response | where amount > 100000 | submit evidence=@lease.json",
  """
  def urgent(within: duration = 48h) = where evidence_due_by < now + $within
  def team(name: string) = where metadata.team == $name
  disputes status=needs_response | urgent within=24h | team name=paris
  """,
  """
  let leases = read @leases.csv
  disputes status=needs_response
  | join $leases on=charge kind=left
  | where lease_file == null
  | select id, charge
  """,
  "disputes ids=@queue.txt missing=drop | where status == needs_response | as ndjson",
  "explain disputes charge=ch_1 | where status == needs_response and amount >= 500eur | take 1",
  """
  #!/usr/bin/env cpay
  cpay 1
  allow submit

  ## Answer disputes that are close to their deadline with the lease on file.
  param leases: file
  param within: duration = 72h
  param cap: int = 50

  let due =
    disputes
    | where status in [needs_response, warning_needs_response] and
            evidence_due_by < now + $within
    | join $(read $leases) on=charge kind=left

  let missing = $due | where lease_file == null or tenant == null
  let ready = $due | where lease_file != null and tenant != null

  require count($due) <= $cap, "{count($due)} disputes are due; raise --cap to go on"

  $missing | select id, charge, evidence_due_by | save @missing.csv

  $ready
  | sort evidence_due_by
  | submit evidence={customer_name: tenant, service_documentation: lease_file}
  | apply max=$cap
  | save @outcomes.ndjson
  """,
]
