/// Programs written as they are spoken, or with the signs of other keyboards and places.
extension ForeignForms {
  static let spoken = #"""
    # amounts in words
    disputes | where amount between a hundred and five hundred euros
      => disputes | where amount >= 100eur and amount <= 500eur
    disputes | where amount between one thousand and two thousand euros
      => disputes | where amount >= 1000eur and amount <= 2000eur
    disputes | where amount > one thousand two hundred and fifty-five euros
      => disputes | where amount > 1255eur
    disputes | where amount > a thousand euros
      => disputes | where amount > 1000eur
    disputes | where amount > two hundred and fifty eur
      => disputes | where amount > 250eur
    disputes | where amount > twenty-five dollars
      => disputes | where amount > 25usd
    disputes | where amount > tausend euro
      => disputes | where amount > 1000eur
    disputes over a thousand euros
      => disputes | where amount > 1000eur
    amount > a thousand euros
      => disputes | where amount > 1000eur
    disputes | where amount > ten | close
      :: write `10eur`, or the currency that is meant
    # a condition by itself
    amount > 1000eur
      => disputes | where amount > 1000eur
    status != won
      => disputes | where status != won
    created > yesterday
      => disputes | where created > today - 1d
    disputes created > yesterday
      => disputes | where created > today - 1d
    # ranges whose bounds differ in their currency
    disputes | where amount between 5 and 10eur
      => disputes | where amount >= 5eur and amount <= 10eur
    disputes | where amount between 5eur and 10
      => disputes | where amount >= 5eur and amount <= 10eur
    disputes | where amount between 5eur and 10 | close
      :: write `10eur` or `10`
    disputes | where amount between 10eur and 20usd
      :: `10eur` or `20usd` is of another
    disputes | where amount in 1000..2000eur
      => disputes | where amount >= 1000eur and amount <= 2000eur
    # several keys
    disputes | top 3 by amount, created
      => disputes | sort amount desc, created desc | take 3
    top 3 by amount, created
      => disputes | sort amount desc, created desc | take 3
    disputes | sort by amount then created
      => disputes | sort amount, created
    disputes | sort latest first
      => disputes | sort created desc
    # rows to join in plain brackets, and joins without their sign
    disputes | join (read @leases.csv) on charge
      => disputes | join $(read @leases.csv) on=charge
    disputes | join (read leases.csv) on=charge
      => disputes | join $(read @leases.csv) on=charge
    join (read @leases.csv) on charge
      => disputes | join $(read @leases.csv) on=charge
    disputes join charges
      => disputes | expand charge
    disputes | join @leases.csv
      :: `expand charge` adds the charge of each
    # pages
    page 2
      :: `disputes | skip 20 | take 20` is the second of twenty rows each
    disputes page 2
      :: `disputes | skip 20 | take 20` is the second of twenty rows each
    disputes | page 2
      :: `disputes | skip 20 | take 20` is the second of twenty rows each
    # definitions
    def f where status == won
      => def f() = where status == won
    def f: where status == won
      => def f() = where status == won
    def f() { where status == won }
      => def f() = where status == won
    def f() -> where status == won
      => def f() = where status == won
    function f() { where status == won }
      => def f() = where status == won
    fn f() = where status == won
      => def f() = where status == won
    define f as where status == won
      => def f() = where status == won
    def f(x) = where amount > $x
      :: `def over(x: money) = where amount > x`
    param team
      :: `param team: string`
    # what explains, and what is taken in
    disputes | explain
      => explain disputes
    disputes explain
      => explain disputes
    explain analyze disputes
      => explain disputes
    use lib.cpay
      => use @lib.cpay
    use "lib.cpay"
      => use @lib.cpay
    # words around rows
    how many disputes were lost
      => disputes status=lost | count
    disputes that were won
      => disputes status=won
    disputes please
      => disputes
    zeige alle disputes
      => disputes
    montre les disputes
      => disputes
    await disputes
      => disputes
    return disputes
      => disputes
    what is dp_a1
      => dispute dp_a1
    disputes for cus_1
      => disputes | expand charge | where charge.customer == cus_1
    disputes without evidence
      :: `evidence.customer_name == null`
    lost disputes this month
      :: nothing here is called `this month`
    urgent disputes
      :: `disputes | where evidence_due_by < now + 48h` says it in hours
    total amount of disputes
      => disputes | summarize by=currency total=sum(amount)
    disputes | avg amount per reason
      => disputes | summarize by=[reason, currency] avg_amount=avg(amount)
    disputes | where created > gestern
      => disputes | where created > today - 1d
    disputes | where created > hier
      => disputes | where created > today - 1d
    # other languages
    disputes | where amount > EUR1.000
      => disputes | where amount > 1000eur
    disputes | where amount > EUR1.000,50
      => disputes | where amount > 1000.50eur
    disputes | where created > 8 de febrero de 2024
      => disputes | where created > 2024-02-08
    disputes | where created > vor 3 tagen
      => disputes | where created > now - 3d
    disputes | where created > il y a 3 jours
      => disputes | where created > now - 3d
    disputes | where created > hace 2 semanas
      => disputes | where created > now - 2w
    wie viele disputes
      => disputes | count
    combien de disputes
      => disputes | count
    disputes | wo status == won
      => disputes | where status == won
    # other signs between stages, and rows by their numbers
    disputes / count
      => disputes | count
    disputes, count
      => disputes | count
    disputes | 5..10
      :: `skip 5 | take 1` is the sixth row
    disputes | take 5-10
      :: `skip 5 | take 1` is the sixth row
    disputes | where won, amount > 100eur
      => disputes | where status == won and amount > 100eur
    disputes --expand charge
      => disputes | expand charge
    disputes | with charge
      => disputes | expand charge
    disputes | download
      :: `as csv` shows them so
    # stages of elsewhere
    disputes | exclude won
      => disputes | where status != won
    disputes | [0]
      => disputes | take 1
    disputes | [0:5]
      => disputes | take 5
    disputes | print id
      => disputes | select id
    disputes | return count
      => disputes | count
    disputes | include charge
      => disputes | expand charge
    disputes | expand charges
      => disputes | expand charge
    disputes expand=charge
      => disputes | expand charge
    disputes | uniq by reason
      => disputes | uniq by=reason
    disputes | dedupe
      => disputes | uniq
    disputes | math sum amount
      => disputes | summarize by=currency total=sum(amount)
    disputes | to csv | save out.csv
      => disputes | save @out.csv
    disputes 2>&1 | head
      => disputes | take 10
    disputes @ids.txt
      => disputes ids=@ids.txt
    dispute dp_a1.status
      => dispute dp_a1 | select status
    disputes status=won|lost
      => disputes | where status in [won, lost]
    disputes | where due < 2d
      => disputes | where evidence_due_by < now + 2d
    # a write of another tool's form
    stripe disputes close dp_a1
      :: `dispute dp_a1 | close`
    gh dispute close dp_a1
      :: `dispute dp_a1 | close`
    # what is no source
    payments
      :: what was paid are `charges`
    customers
      :: `disputes | expand charge | select id, charge.customer`
    # an object by its number, path or address
    dispute #dp_a1
      => dispute dp_a1
    disputes/dp_a1
      => dispute dp_a1
    /disputes/dp_a1
      => dispute dp_a1
    /v1/disputes/dp_a1
      => dispute dp_a1
    GET /v1/disputes/dp_a1
      => dispute dp_a1
    get disputes/dp_a1
      => dispute dp_a1
    https://dashboard.casapay.com/disputes/dp_a1
      => dispute dp_a1
    https://api.casapay.com/v1/disputes/dp_a1
      => dispute dp_a1
    https://api.casapay.com/v1/disputes
      => disputes
    https://dashboard.casapay.com/test/charges/ch_a1
      => charge ch_a1
    http://localhost:8080/v1/disputes/dp_a1
      => dispute dp_a1
    curl https://api.casapay.com/v1/disputes/dp_a1
      => dispute dp_a1
    curl -s https://api.casapay.com/v1/disputes?status=won
      => disputes status=won
    https://api.casapay.com/v1/disputes?status=won&limit=5
      => disputes status=won | take 5
    https://dashboard.casapay.com/disputes/dp_a1 | close
      => dispute dp_a1 | close
    disputes/dp_a1 | close
      => dispute dp_a1 | close
    dispute #dp_a1 | close
      :: an id has no sign before it: `dispute dp_a1`
    charges/ch_a1
      => charge ch_a1
    charge #ch_a1
      => charge ch_a1
    http get https://api.casapay.com/v1/disputes
      => disputes
    close #dp_a1
      :: an id has no sign before it: `dispute dp_a1`
    close disputes/dp_a1
      :: write `dispute dp_a1 | close`
    close https://dashboard.casapay.com/disputes/dp_a1
      :: write `dispute dp_a1 | close`
    # the first by an order, however it is told
    disputes | top n=3 by=amount
      => disputes | sort amount desc | take 3
    disputes | top amount 3
      => disputes | sort amount desc | take 3
    disputes | top 3 amonut
      => disputes | sort amount desc | take 3
    top 3 by amount
      => disputes | sort amount desc | take 3
    disputes | top 3 by colour
      :: write `sort amount desc | take 5`
    # a format behind a word
    disputes | to-csv
      => disputes | as csv
    disputes | to_csv()
      => disputes | as csv
    disputes | to_yaml()
      => disputes | as yaml
    disputes | as-json
      => disputes | as json
    disputes | as_json
      => disputes | as json
    disputes | to-csv @x.csv
      => disputes | save @x.csv
    # a file where rows are wanted, a column without a name, several conditions
    disputes | join @leases.csv on=charge
      => disputes | join $(read @leases.csv) on=charge
    disputes | join "leases.csv" on=charge kind=left
      => disputes | join $(read @leases.csv) on=charge kind=left
    disputes | summarize count()
      => disputes | summarize n=count()
    disputes | summarize by=status count()
      => disputes | summarize by=status n=count()
    disputes | summarize by=currency sum(amount)
      => disputes | summarize by=currency total=sum(amount)
    disputes | where status == won, currency == eur
      => disputes | where status == won and currency == eur
    disputes | where status == won or status == lost, currency == eur
      => disputes | where (status == won or status == lost) and currency == eur
    # a part of a word
    disputes | where reason == fraud
      => disputes | where reason == fraudulent
    disputes | where status == closed
      => disputes | where status == warning_closed
    disputes | where status == needs-response
      => disputes | where status == needs_response
    disputes | where status == needs response
      => disputes | where status == needs_response
    # a sign that is missing, a quote that is another
    let x disputes
      => let x = disputes
    let x read @leases.csv
      => let x = read @leases.csv
    def f() where amount > 5eur
      => def f() = where amount > 5eur
    disputes | where status == 'won"
      => disputes | where status == "won"
    disputes | where status == "won' | take 5
      => disputes | where status == 'won' | take 5
    # one statement of several
    SELECT * from disputes where status = won; close
      :: this is SQL
    # negations and comparisons as they are spoken
    disputes | where status isn't won
      => disputes | where status != won
    disputes | where status isn’t won
      => disputes | where status != won
    disputes | where status doesn't equal won
      => disputes | where status != won
    disputes | where status does not equal won
      => disputes | where status != won
    disputes | where status not equal won
      => disputes | where status != won
    disputes | where status not equals won
      => disputes | where status != won
    disputes | where reason doesn't contain "fraud"
      => disputes | where reason not matches "*fraud*"
    disputes | where reason does not contain fraud
      => disputes | where reason not matches "*fraud*"
    disputes | where reason does not match "fraud*"
      => disputes | where reason not matches "fraud*"
    disputes | where reason doesn't start with "fraud"
      => disputes | where reason not matches "fraud*"
    disputes | where amount isn't 10eur
      => disputes | where amount != 10eur
    disputes | where amount isn't greater than 10eur
      => disputes | where amount <= 10eur
    disputes | where amount is no more than 10eur
      => disputes | where amount <= 10eur
    disputes | where amount can't exceed 10eur
      => disputes | where amount <= 10eur
    disputes | where status isn't won or lost
      => disputes | where status not in [won, lost]
    disputes | where status is neither won nor lost
      => disputes | where status not in [won, lost]
    disputes | where status isn't won | close
      => disputes | where status != won | close
    disputes | where status doesn't equal won | submit evidence=@lease.json
      => disputes | where status != won | submit evidence=@lease.json
    disputes | where reason doesn't contain "fraud" | close
      => disputes | where reason not matches "*fraud*" | close
    disputes | where status isn't in (won, lost)
      => disputes | where status not in [won, lost]
    disputes | where status is anything but won
      => disputes | where status != won
    disputes | where status is other than won
      => disputes | where status != won
    disputes | where status differs from won
      => disputes | where status != won
    disputes | where status has been won
      => disputes | where status == won
    disputes where status isn't won
      => disputes | where status != won
    disputes | where status not-in [won lost]
      => disputes | where status not in [won, lost]
    # from one amount or time to another
    disputes | where amount in 10eur..20eur
      => disputes | where amount >= 10eur and amount <= 20eur
    disputes | where amount 10eur..20eur
      => disputes | where amount >= 10eur and amount <= 20eur
    disputes | where amount in 10..20eur
      => disputes | where amount >= 10eur and amount <= 20eur
    disputes | where amount 10eur-20eur
      => disputes | where amount >= 10eur and amount <= 20eur
    disputes | where amount 10-20eur
      => disputes | where amount >= 10eur and amount <= 20eur
    disputes | where amount from 10eur to 20eur
      => disputes | where amount >= 10eur and amount <= 20eur
    disputes | where amount from 10 to 20 eur
      => disputes | where amount >= 10eur and amount <= 20eur
    disputes | where amount between 10eur-20eur
      => disputes | where amount >= 10eur and amount <= 20eur
    disputes | where amount in range(10eur, 20eur)
      => disputes | where amount >= 10eur and amount <= 20eur
    disputes | where amount in (10eur..20eur)
      => disputes | where amount >= 10eur and amount <= 20eur
    disputes | where amount in [10eur..20eur]
      => disputes | where amount >= 10eur and amount <= 20eur
    disputes | where amount in 10eur..20eur | close
      => disputes | where amount >= 10eur and amount <= 20eur | close
    disputes | where amount 10-20eur | close
      => disputes | where amount >= 10eur and amount <= 20eur | close
    disputes | where amount up to 100eur
      => disputes | where amount <= 100eur
    disputes | where created in 2024-01-01..2024-02-01
      => disputes | where created >= 2024-01-01 and created <= 2024-02-01
    disputes | where created from 2024-01-01 to 2024-02-01
      => disputes | where created >= 2024-01-01 and created <= 2024-02-01
    disputes | where created 2024-01-01 to 2024-02-01
      => disputes | where created >= 2024-01-01 and created <= 2024-02-01
    # digits in groups, signs and letters of other keyboards
    disputes | where amount > 1'000 CHF
      => disputes | where amount > 1000chf
    disputes | where amount > 1’000 CHF
      => disputes | where amount > 1000chf
    disputes | where amount > 1'000.50 CHF
      => disputes | where amount > 1000.50chf
    disputes | where amount > CHF 1'000
      => disputes | where amount > 1000chf
    disputes | where amount > CHF 1'000.-
      => disputes | where amount > 1000chf
    disputes | where amount > 1'000 CHF | close
      => disputes | where amount > 1000chf | close
    disputes | where amount > −10eur
      => disputes | where amount > -10eur
    disputes | where amount > –5eur
      => disputes | where amount > -5eur
    disputes | where amount > １０００eur
      => disputes | where amount > 1000eur
    disputes | where amount ＞ 10eur
      => disputes | where amount > 10eur
    disputes | where status＝won
      => disputes | where status == won
    disputes ｜ count
      => disputes | count
    # texts with an apostrophe
    disputes | where metadata.name == Ana O'Neil
      => disputes | where metadata.name == "Ana O'Neil"
    disputes | where metadata.name = Ana O'Neil
      => disputes | where metadata.name == "Ana O'Neil"
    disputes | where metadata.name == O'Neil
      => disputes | where metadata.name == "O'Neil"
    disputes | where metadata.name == 'Ana O'Neil'
      => disputes | where metadata.name == "Ana O'Neil"
    disputes | where metadata.name == 'Ana O''Neil'
      => disputes | where metadata.name == "Ana O'Neil"
    disputes | where evidence.customer_name == Ana O'Neil
      => disputes | where evidence.customer_name == "Ana O'Neil"
    disputes | where customer_name == O'Neil
      => disputes | where evidence.customer_name == "O'Neil"
    disputes | where customer O'Neil
      :: one that has it inside stands in double quotes: `"O'Neil"`
    disputes customer O'Neil
      :: one that has it inside stands in double quotes: `"O'Neil"`
    disputes | where customer_name is Ana O'Neil
      => disputes | where evidence.customer_name == "Ana O'Neil"
    disputes | where metadata.name == Ana O’Neil
      => disputes | where metadata.name == "Ana O'Neil"
    dispute dp_a1 | submit customer_name=Ana O'Neil
      => dispute dp_a1 | submit evidence={customer_name: "Ana O'Neil"}
    dispute dp_a1 | submit evidence={customer_name: Ana O'Neil}
      => dispute dp_a1 | submit evidence={customer_name: "Ana O'Neil"}
    disputes | where metadata.name == Ana O'Neil | close
      => disputes | where metadata.name == "Ana O'Neil" | close
    disputes | where metadata.name != Ana O'Neil | close
      :: one that has it inside stands in double quotes: `"O'Neil"`
    # how old, and when
    disputes | where created 5 days ago
      :: older is `created < now - 5d`, younger is `created > now - 5d`
    disputes | where created during the last 7 days
      => disputes | where created > now - 7d
    disputes | where older than 30d
      => disputes | where created < now - 30d
    disputes | where age > 30d
      => disputes | where created < now - 30d
    disputes created in January
      :: nothing here is called `January`
    disputes | where evidence_due_by < 5 p.m.
      => disputes | where evidence_due_by < today + 17h
    disputes | where evidence_due_by < 17 Uhr
      => disputes | where evidence_due_by < today + 17h
    disputes | where evidence_due_by < 17h30
      => disputes | where evidence_due_by < today + 17h + 30m
    disputes | where created > 8 février 2024
      => disputes | where created > 2024-02-08
    disputes | where created > 8. Februar 2024
      => disputes | where created > 2024-02-08
    disputes | where created in january
      :: nothing here is called `january`
    disputes | where created > a week ago
      => disputes | where created > now - 1w
    disputes | where created > two days ago
      => disputes | where created > now - 2d
    disputes | where older than 30d | close
      => disputes | where created < now - 30d | close
    disputes older than 30d | close
      => disputes | where created < now - 30d | close
    # comments, stops and programs in programs
    dispute dp_a1.
      => dispute dp_a1
    disputes -- all of them
      => disputes # all of them
    disputes | count -- how many
      => disputes | count # how many
    disputes // all
      => disputes # all
    disputes /* all */ | count
      => disputes | count # all
    `disputes | count`
      => disputes | count
    let n = `disputes | count`
      => let n = $(disputes | count)
    for d in disputes; do echo $d; done
      :: there are no loops: a stage works on every row
    for d in disputes; do close $d; done
      :: there are no loops: a stage works on every row
    while read id; do close $id; done
      :: there are no loops: a stage works on every row
    if [ $n -gt 5 ]; then echo many; fi
      :: `where status == won` says which rows; a value is chosen by `if … then … else …`
    SELECT id FROM disputes WHERE status = 'won' -- only won
      => disputes | where status == 'won' | select id # only won
    SELECT id /* the id */ FROM disputes
      => disputes | select id # the id
    disputes | where status == won.
      => disputes | where status == won
    disputes | where status == won?
      => disputes | where status == won
    dispute dp_a1 | close!
      => dispute dp_a1 | close
    # conditions with nothing, or another word, between them
    disputes | where reason like 'w_n'
      => disputes | where reason matches "w?n"
    disputes | where reason like 'frau_ulent'
      => disputes | where reason matches "frau?ulent"
    SUMIF(status; "won"; amount)
      => disputes | where status == "won" | summarize by=currency total=sum(amount)
    COUNTIF(status; "won")
      => disputes | where status == "won" | count
    disputes | where payment_intent is blank
      => disputes | where payment_intent == null
    disputes | where payment_intent is set
      => disputes | where payment_intent != null
    disputes | where payment_intent is present
      => disputes | where payment_intent != null
    disputes | where status == won, amount > 10eur
      => disputes | where status == won and amount > 10eur
    disputes | where status == won amount > 10eur
      => disputes | where status == won and amount > 10eur
    disputes | where status == won plus amount > 10eur
      => disputes | where status == won and amount > 10eur
    disputes | where both status == won and amount > 10eur
      => disputes | where status == won and amount > 10eur
    disputes | where status == won but amount > 10eur
      => disputes | where status == won and amount > 10eur
    disputes | where status == won with amount > 10eur
      => disputes | where status == won and amount > 10eur
    disputes | where only won
      => disputes | where status == won
    dispute dp_a1 | submit evidence={customer_name: "Ana"; receipt: @a.pdf}
      => dispute dp_a1 | submit evidence={customer_name: "Ana", receipt: @a.pdf}
    # near a write
    disputes over 100 eur | close
      => disputes | where amount > 100eur | close
    disputes.where(status: 'won').close
      => disputes | where status == 'won' | close
    disputes.filter(status='won') | close
      => disputes | where status == 'won' | close
    disputes | amount > 100eur | close
      => disputes | where amount > 100eur | close
    accept dp_a1
      :: write `dispute dp_a1 | close`
    accept dispute dp_a1
      :: write `dispute dp_a1 | close`
    dispute dp_a1 | close()
      => dispute dp_a1 | close
    dispute dp_a1 && close
      :: one program after the other has a `;` between them, the next stage a `|` before it
    dispute dp_a1 | close -f
      :: its number is typed at the terminal, or `cpay` is started with `--apply --max N`
    dispute dp_a1 | close now
      => dispute dp_a1 | close
    dispute dp_a1 | submit evidence lease.json
      => dispute dp_a1 | submit evidence=@lease.json
    disputes | grep won | close
      :: `where reason matches "*fraud*"`, `where metadata.team contains "ber"`
    disputes | where amount > 50% | close
      :: a part of an amount is its product: `set fee=(amount * 0.02)`
    disputes | limit(5; .[]) | close
      => disputes | take 5 | close
    disputes | first(.[]) | close
      => disputes | take 1 | close
    disputes | select(.status == "won") | close
      => disputes | where status == "won" | close
    disputes.filter(d => d.status == 'won').close()
      => disputes | where status == 'won' | close
    # jq: some of the rows, what is there, conditions
    disputes | limit(5; .[])
      => disputes | take 5
    limit(5; .[])
      => disputes | take 5
    disputes | first(.[])
      => disputes | take 1
    first(.[])
      => disputes | take 1
    disputes | last(.[])
      => disputes | sort created | take 1
    disputes | select(.payment_intent)
      => disputes | where payment_intent != null
    disputes | select(.payment_intent | not)
      => disputes | where payment_intent == null
    disputes | nth(3)
      :: `skip 5 | take 1` is the sixth row
    disputes | limit(5; .[]) | .id
      => disputes | take 5 | select id
    disputes | limit(3; .[] | select(.status == "won"))
      => disputes | where status == "won" | take 3
    disputes | first(.[] | select(.status == "won"))
      => disputes | where status == "won" | take 1
    # rows, and what is said of them before and behind
    dispute https://dashboard.casapay.com/disputes/dp_a1
      => dispute dp_a1
    disputes https://dashboard.casapay.com/disputes/dp_a1
      => dispute dp_a1
    dispute <dp_a1>
      => dispute dp_a1
    dp_a1, dp_b2
      => disputes ids=[dp_a1, dp_b2]
    disputes for ch_a1
      => disputes charge=ch_a1
    disputes of charge ch_a1
      => disputes charge=ch_a1
    disputes on ch_a1
      => disputes charge=ch_a1
    show me all won disputes
      => disputes status=won
    show won disputes
      => disputes status=won
    list lost disputes
      => disputes status=lost
    my disputes
      => disputes
    open disputes
      :: no status is called that: `disputes status=needs_response` waits for an answer, `status=under_review` for a decision
    how many disputes
      => disputes | count
    how many won disputes
      => disputes status=won | count
    count won disputes
      => disputes status=won | count
    disputes that aren't won
      => disputes | where status != won
    disputes except won
      => disputes | where status != won
    disputes but not lost
      => disputes | where status != lost
    disputes larger than 100eur
      => disputes | where amount > 100eur
    disputes between 10 and 20 eur
      => disputes | where amount >= 10eur and amount <= 20eur
    disputes worth more than 100eur
      => disputes | where amount > 100eur
    disputes in the last 7 days
      => disputes | where created > now - 7d
    disputes due soon
      :: `disputes | where evidence_due_by < now + 48h` says it in hours
    disputes amount desc limit 3
      => disputes | sort amount desc | take 3
    disputes last 5
      => disputes | sort created | take 5
    5 disputes
      => disputes | take 5
    top 5 disputes by amount
      => disputes | sort amount desc | take 5
    the 5 largest disputes
      => disputes | sort amount desc | take 5
    largest 5 disputes
      => disputes | sort amount desc | take 5
    5 largest disputes
      => disputes | sort amount desc | take 5
    disputes sorted by amount
      => disputes | sort amount
    disputes by amount
      => disputes | sort amount
    disputes newest first
      => disputes | sort created desc
    disputes id
      => disputes | select id
    disputes id, amount
      => disputes | select id, amount
    disputes to csv
      => disputes | as csv
    disputes in json
      => disputes | as json
    disputes with payment_intent
      => disputes | where payment_intent != null
    # stages without a command, or with another's
    disputes | amount desc limit 3
      => disputes | sort amount desc | take 3
    disputes | top 5 amount
      => disputes | sort amount desc | take 5
    disputes | bottom 5 by amount
      => disputes | sort amount | take 5
    disputes | 5
      => disputes | take 5
    disputes | take five
      => disputes | take 5
    disputes | take first 5
      => disputes | take 5
    disputes | take top 5
      => disputes | take 5
    disputes | highest amount
      => disputes | sort amount desc | take 1
    disputes | sum of amount
      => disputes | summarize by=currency total=sum(amount)
    disputes | total amount
      => disputes | summarize by=currency total=sum(amount)
    disputes | avg(amount) by currency
      => disputes | summarize by=currency avg_amount=avg(amount)
    disputes | get 0
      => disputes | take 1
    disputes | get amount | math sum
      => disputes | summarize by=currency total=sum(amount)
    disputes | get amount | math avg
      => disputes | summarize by=currency avg_amount=avg(amount)
    disputes | only won
      => disputes | where status == won
    disputes | status == won
      => disputes | where status == won
    disputes | status = won
      => disputes | where status == won
    disputes | status won
      => disputes | where status == won
    disputes | amount > 100eur
      => disputes | where amount > 100eur
    disputes | id
      => disputes | select id
    disputes | id, amount
      => disputes | select id, amount
    disputes | show only id and amount
      => disputes | select id, amount
    disputes | just id
      => disputes | select id
    disputes | list
      => disputes
    # methods and blocks
    len(df)
      => disputes | count
    disputes.sort((a, b) => b.amount - a.amount)
      => disputes | sort amount desc
    disputes.OrderByDescending(d => d.Amount)
      => disputes | sort amount desc
    disputes.Select(d => d.Id)
      => disputes | select id
    disputes.all
      => disputes
    disputes.objects.filter(status='won')
      => disputes | where status == 'won'
    Dispute.objects.filter(status='won')
      => disputes | where status == 'won'
    Dispute.all
      => disputes
    disputes.pluck(:id)
      => disputes | select id
    disputes.select { |d| d.status == 'won' }
      => disputes | where status == 'won'
    disputes.sum(&:amount)
      => disputes | summarize by=currency total=sum(amount)
    disputes.each { |d| puts d.id }
      :: `where` keeps rows, `set` computes a column; a write takes all of its disputes into one plan
    disputes | where {|d| $d.status == won }
      => disputes | where status == won
    disputes | filter {|d| $d.amount > 100eur }
      => disputes | where amount > 100eur
    disputes | any {|d| $d.status == won }
      :: how many fit is counted: `disputes | where status == won | count`
    # queries and columns
    SELECT id dispute_id FROM disputes
      => disputes | select dispute_id=id
    SELECT d.id AS "Dispute ID" FROM disputes AS d
      => disputes | select Dispute_ID=id
    SELECT "id", "amount" FROM "disputes"
      => disputes | select id, amount
    SELECT `id` FROM `disputes`
      => disputes | select id
    SELECT [id] FROM [disputes]
      => disputes | select id
    SELECT * FROM public.disputes
      => disputes
    SELECT * FROM 'leases.csv'
      => read @leases.csv
    SELECT * FROM leases.csv
      => read @leases.csv
    disputes | select all
      => disputes
    disputes | select "id" as "Dispute"
      => disputes | select Dispute=id
    disputes | select id and amount
      => disputes | select id, amount
    disputes | select columns id, amount
      => disputes | select id, amount
    disputes | select count(*)
      => disputes | count
    disputes | select sum(amount)
      => disputes | summarize by=currency total=sum(amount)
    disputes | select sum(amount) as total
      => disputes | summarize by=currency total=sum(amount)
    disputes | select top 5 id
      => disputes | take 5 | select id
    disputes | group by status having count(*) > 5
      => disputes | summarize by=status n=count() | where n > 5
    disputes | group by status | having count() > 5
      => disputes | summarize by=status n=count() | where n > 5
    # what other shells do with rows
    disputes | where amount > 50%
      :: a part of an amount is its product: `set fee=(amount * 0.02)`
    disputes | where amount > 10 eur cents
      :: `amount > 10.50eur`, or `amount.minor > 1050`
    disputes | where amount > 1000 cents
      :: `amount > 10.50eur`, or `amount.minor > 1050`
    disputes | where amount > 1 thousand eur
      => disputes | where amount > 1000eur
    disputes | where created > current_date - 7
      => disputes | where created > today - 7d
    disputes | where created > today - 7
      => disputes | where created > today - 7d
    disputes | where created > now - 7
      => disputes | where created > now - 7d
    disputes | grep "fraud"
      :: `where reason matches "*fraud*"`, `where metadata.team contains "ber"`
    disputes | grep berlin
      :: `where reason matches "*fraud*"`, `where metadata.team contains "ber"`
    disputes | awk -F, '{print $1}'
      :: `sort amount desc`, `select id, amount`
    disputes | sort -k2
      :: `sort amount desc`, `select id, amount`
    disputes | sort -k2 -r
      :: `sort amount desc`, `select id, amount`
    disputes | sort -k2 -r | uniq -c | head -5 | wc -l | cut -d, -f1
      :: `sort amount desc`, `select id, amount`
    disputes | sort -r
      :: `sort amount desc`, `select id, amount`
    disputes | uniq -c
      :: `sort amount desc`, `select id, amount`
    disputes | cut -d, -f1
      :: `sort amount desc`, `select id, amount`
    disputes | cut -f1
      :: `sort amount desc`, `select id, amount`
    disputes | cut -c1-5
      :: `sort amount desc`, `select id, amount`
    disputes && echo done
      :: one program after the other has a `;` between them, the next stage a `|` before it
    x=`disputes | count`
      => let x = $(disputes | count)
    echo `disputes`
      => $(disputes)
    echo $(disputes | count)
      => $(disputes | count)
    grep won disputes
      :: `where reason matches "*fraud*"`, `where metadata.team contains "ber"`
    disputes > out.txt
      :: `save @out.csv`, or .json, .ndjson, .tsv, .md
    disputes < ids.txt
      :: ids in a file are `disputes ids=@ids.txt`, its rows `read @leases.csv`
    disputes 2> err.txt
      :: `save @out.csv`, or .json, .ndjson, .tsv, .md
    disputes -> count
      => disputes | count
    disputes => count
      => disputes | count
    disputes | where status == won | and amount > 10eur
      => disputes | where status == won and amount > 10eur
    # order
    disputes | sort by highest amount
      => disputes | sort amount desc
    disputes | sort by amount, highest first
      => disputes | sort amount desc
    disputes | sort amount high to low
      => disputes | sort amount desc
    disputes | sort +amount
      => disputes | sort amount
    disputes | sort amount nulls last
      => disputes | sort amount
    disputes | sort evidence_due_by desc nulls last
      => disputes | sort evidence_due_by desc
    # other
    disputes | set fee=(amount * 2%)
      :: a part of an amount is its product: `set fee=(amount * 0.02)`
    disputes | set fee = amount * 50%
      :: a part of an amount is its product: `set fee=(amount * 0.02)`
    disputes | where amount ~ 100eur
      :: both ends are written: `amount >= 90eur and amount <= 110eur`
    disputes | where amount around 100eur
      :: both ends are written: `amount >= 90eur and amount <= 110eur`
    disputes | where amount is about 100 eur
      :: both ends are written: `amount >= 90eur and amount <= 110eur`
    disputes | where reason similar to 'fraud%'
      => disputes | where reason matches "fraud*"
    disputes | where reason glob 'fraud*'
      => disputes | where reason matches "fraud*"
    disputes | where status == needs response
      => disputes | where status == needs_response
    disputes | where status == needs-response
      => disputes | where status == needs_response
    disputes | where needs response
      => disputes | where status == needs_response
    disputes | where due by friday
      :: write its date, the year first
    disputes | where evidence_due_by by 5 pm
      => disputes | where evidence_due_by <= today + 17h
    disputes, charges
      :: several values are one list: `disputes | where status in [won, lost]`
    disputes + charges
      :: several values are one list: `disputes | where status in [won, lost]`
    disputes | is-empty
      :: how many fit is counted: `disputes | where status == won | count`
    disputes | where currency == €
      => disputes | where currency == eur
    disputes | where currency == euro
      => disputes | where currency == eur
    disputes | save as out.csv
      => disputes | save @out.csv
    # more of the same
    disputes | save -f out.csv
      => disputes | save @out.csv
    disputes | where payment_intent hasn't been set
      => disputes | where payment_intent == null
    disputes | where status won't be won
      => disputes | where status != won
    disputes | where reason isn't fraudulent and amount isn't above 100 €
      => disputes | where reason != fraudulent and amount <= 100eur
    disputes | where metadata.team isn't berlin | close
      => disputes | where metadata.team != "berlin" | close
    disputes | where evidence_due_by isn't null | close
      => disputes | where evidence_due_by != null | close
    disputes | where metadata.team == ”berlin”
      => disputes | where metadata.team == "berlin"
    dispute dp_a1 | draft evidence={customer_name: ”Ana”}
      => dispute dp_a1 | draft evidence={customer_name: "Ana"}
    disputes | where metadata.name in (O'Neil, D'Angelo)
      => disputes | where metadata.name in ["O'Neil", "D'Angelo"]
    disputes | where metadata.note == it's late
      => disputes | where metadata.note == "it's late"
    disputes | where metadata.name = Ana O'Neil and status = won
      => disputes | where metadata.name == "Ana O'Neil" and status == won
    disputes | where amount > 1'000'000 CHF
      => disputes | where amount > 1000000chf
    disputes | where amount > 10 percent
      :: a part of an amount is its product: `set fee=(amount * 0.02)`
    https://app.casapay.com/acct_1/disputes/dp_a1?tab=evidence#top
      => dispute dp_a1
    <https://app.casapay.com/disputes/dp_a1>
      => dispute dp_a1
    curl https://api.casapay.com/v1/disputes/dp_a1 -u sk_test_x: | jq .amount
      => dispute dp_a1 | select amount
    disputes | where id == #dp_a1
      => disputes | where id == dp_a1
    disputes — won
      => disputes status=won
    disputes -- status won
      => disputes status=won
    disputes | where status in ［won, lost］
      => disputes | where status in [won, lost]
    -- all disputes
      => # all disputes
    How many disputes are there?
      => disputes | count
    which disputes are due tomorrow?
      => disputes | where date(evidence_due_by) == today + 1d
    list the 3 oldest disputes
      => disputes | sort created | take 3
    give me the newest 5 charges
      => charges | sort created desc | take 5
    count charges over 100 usd
      => charges | where amount > 100usd | count
    all charges in usd
      => charges | where currency == usd
    disputes grouped by status
      => disputes | summarize by=status n=count()
    number of disputes by status
      => disputes | summarize by=status n=count()
    biggest dispute
      => disputes | sort amount desc | take 1
    won disputes | close
      => disputes status=won | close
    disputes | where metadata.note == don't know
      => disputes | where metadata.note == "don't know"
    disputes | where amount isn't between 10eur and 20eur | close
      :: `amount < 10eur or amount > 20eur` what lies outside
    SELECT CASE WHEN amount > 100 THEN 'big' ELSE 'small' END FROM disputes
      => disputes | select value=(if amount > 100 then 'big' else 'small')
    disputes | sort_by(-.amount)
      => disputes | sort amount desc
    disputes | where is overdue
      => disputes | where evidence_due_by < now
    disputes past due
      => disputes | where evidence_due_by < now
    fraudulent disputes over 100 eur | close
      => disputes | where reason == fraudulent | where amount > 100eur | close
    won disputes sorted by amount
      => disputes | where status == won | sort amount
    disputes | where amount less or equal 10eur | close
      => disputes | where amount <= 10eur | close
    # what has its own answer keeps it
    dispute dp_a1 | counter evidence=@lease.json
      :: a dispute is answered with `submit evidence=…`
    curl -X POST https://api.casapay.com/v1/disputes/dp_a1/close
      :: this is no shell, and starts no programs
    curl https://api.casapay.com/v1/disputes -d status=won
      :: this is no shell, and starts no programs
    disputes | where status == won | close?
      :: `?` means nothing here
    disputes | foo
      :: the commands here are where, take, skip, sort, uniq, one, select, set, join, summarize, expand, draft, submit, close, as, save, count, describe, chart
    disputes | where amount > 10xyz
      :: currencies are like `1000eur`; time is s, m, h, d, w
    disputes | where (status == won
      :: close it with `)`
    disputes | where status == "won
      :: close it on the same line
    disputes | take -1
      :: a whole number, 0 or more, is wanted here
    """#
}
