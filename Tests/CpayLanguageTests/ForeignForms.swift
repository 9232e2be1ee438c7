/// Programs written as elsewhere: what was typed, and behind `=>` the program that is offered, or
/// behind `::` what is said where none is.
enum ForeignForms {
  static let table = #"""
    # the words of other languages, sessions and files
    select * from disputes
      => disputes
    SELECT id FROM disputes WHERE status = 'won' LIMIT 5
      => disputes | where status == 'won' | take 5 | select id
    select id, amount from disputes where status = 'won' and amount > 1000 order by amount desc limit 10;
      => disputes | where status == 'won' and amount > 1000 | sort amount desc | take 10 | select id, amount;
    select count(*) from disputes
      => disputes | count
    SELECT COUNT(*) FROM disputes WHERE status = 'won'
      => disputes | where status == 'won' | count
    select status, count(*) from disputes group by status
      => disputes | summarize by=status n=count()
    select status, count(*) as n from disputes group by status having count(*) > 2
      => disputes | summarize by=status n=count() | where n > 2
    select distinct status from disputes
      => disputes | select status | uniq
    select currency, sum(amount) from disputes group by currency
      => disputes | summarize by=currency total=sum(amount)
    select d.id, d.amount from disputes d where d.status in ('won', 'lost')
      => disputes | where status in ['won', 'lost'] | select id, amount
    select * from disputes where reason like '%fraud%'
      => disputes | where reason matches "*fraud*"
    select * from disputes where created between '2024-01-01' and '2024-02-01'
      => disputes | where created >= 2024-01-01 and created <= 2024-02-01
    select * from disputes where payment_intent is null
      => disputes | where payment_intent == null
    select * from disputes where payment_intent is not null
      => disputes | where payment_intent != null
    select * from disputes where status <> 'won'
      => disputes | where status != 'won'
    select * from disputes join charges on disputes.charge = charges.id
      => disputes | expand charge
    select top 5 * from disputes
      => disputes | take 5
    select id from disputes order by created desc limit 5 offset 10
      => disputes | sort created desc | skip 10 | take 5 | select id
    update disputes set status = 'won'
      :: rows are not written to; evidence goes with `draft` or `submit` behind the disputes
    delete from disputes where status = 'lost'
      :: nothing is deleted here; `close` accepts disputes, which cannot be undone
    disputes where status == won
      => disputes | where status == won
    disputes status won
      => disputes status=won
    disputes --status=won
      => disputes status=won
    disputes --status won
      => disputes status=won
    disputes -status won
      => disputes status=won
    disputes status: won
      => disputes status=won
    disputes status:won
      => disputes status=won
    disputes status==won
      => disputes status=won
    disputes(status=won)
      => disputes status=won
    disputes {status: won}
      => disputes status=won
    status=won
      => disputes status=won
    disputes won
      => disputes status=won
    disputes status=won,lost
      => disputes | where status in [won, lost]
    disputes status=[won, lost]
      => disputes | where status in [won, lost]
    disputes currency=eur
      => disputes | where currency == eur
    disputes amount>1000eur
      => disputes | where amount > 1000eur
    disputes limit=5
      => disputes | take 5
    disputes --limit 5
      => disputes | take 5
    disputes limit 5
      => disputes | take 5
    x = disputes
      => let x = disputes
    var x = disputes
      => let x = disputes
    set x = disputes
      => let x = disputes
    const x = disputes
      => let x = disputes
    x := disputes
      => let x = disputes
    $x = disputes
      => let x = disputes
    let $x = disputes
      => let x = disputes
    let x := disputes
      => let x = disputes
    x=disputes
      => let x = disputes
    disputes | where status == won || status == lost
      => disputes | where status == won or status == lost
    disputes || count
      => disputes | count
    disputes | where status == won && amount > 5eur
      => disputes | where status == won and amount > 5eur
    disputes | where !(status == won)
      => disputes | where not (status == won)
    disputes | where not status won
      => disputes | where not status == won
    disputes | where status == won or lost
      => disputes | where status in [won, lost]
    disputes | where status in won, lost
      => disputes | where status in [won, lost]
    disputes | where status in (won, lost)
      => disputes | where status in [won, lost]
    disputes | where status in ('won', 'lost')
      => disputes | where status in ['won', 'lost']
    disputes | where status is won
      => disputes | where status == won
    disputes | where status is not won
      => disputes | where status != won
    disputes | where won
      => disputes | where status == won
    disputes | where not won
      => disputes | where status != won
    disputes | where status = won
      => disputes | where status == won
    disputes | where status=won
      => disputes | where status == won
    disputes | where status: won
      => disputes | where status == won
    disputes | where status won
      => disputes | where status == won
    disputes | where status === won
      => disputes | where status == won
    disputes | where status -eq won
      => disputes | where status == won
    disputes | where amount -gt 1000eur
      => disputes | where amount > 1000eur
    disputes | where status == won, lost
      => disputes | where status in [won, lost]
    disputes | where status == won|lost
      => disputes | where status in [won, lost]
    disputes | where status != won and lost
      => disputes | where status not in [won, lost]
    disputes | where team == berlin
      => disputes | where metadata.team == "berlin"
    disputes | where team == "berlin"
      => disputes | where metadata.team == "berlin"
    disputes | where metadata.team == berlin
      => disputes | where metadata.team == "berlin"
    disputes | where metadata.team = berlin
      => disputes | where metadata.team == "berlin"
    disputes | sort by amount
      => disputes | sort amount
    disputes | sort amount DESC
      => disputes | sort amount desc
    disputes | sort desc amount
      => disputes | sort amount desc
    disputes | sort -r amount
      => disputes | sort amount desc
    disputes | sort amount -r
      => disputes | sort amount desc
    disputes | sort by amount desc
      => disputes | sort amount desc
    disputes | sort-by amount
      => disputes | sort amount
    disputes | order by amount desc
      => disputes | sort amount desc
    disputes | orderby amount
      => disputes | sort amount
    disputes | sort amount descending
      => disputes | sort amount desc
    disputes | sort "amount"
      => disputes | sort amount
    disputes | Sort-Object amount -Descending
      => disputes | sort amount desc
    disputes | group by status
      => disputes | summarize by=status n=count()
    disputes | group-by status
      => disputes | summarize by=status n=count()
    disputes | groupby status
      => disputes | summarize by=status n=count()
    disputes | summarize count() by status
      => disputes | summarize by=status n=count()
    disputes | summarize by=status n=count
      => disputes | summarize by=status n=count()
    disputes | summarize by status n=count()
      => disputes | summarize by=status n=count()
    disputes | summarize sum(amount) by currency
      => disputes | summarize by=currency total=sum(amount)
    disputes | stats count by status
      => disputes | summarize by=status n=count()
    disputes | count by status
      => disputes | summarize by=status n=count()
    disputes | group by status | count
      => disputes | summarize by=status n=count()
    disputes | uniq -c status
      => disputes | summarize by=status n=count()
    disputes | where amount > €1000
      => disputes | where amount > 1000eur
    disputes | where amount > 1,000.00
      => disputes | where amount > 1000eur
    disputes | where amount > $1000
      => disputes | where amount > 1000usd
    disputes | where amount > £1,000.50
      => disputes | where amount > 1000.50gbp
    disputes | where amount > 1.000,00
      => disputes | where amount > 1000eur
    disputes | where amount > 1000 EUR
      => disputes | where amount > 1000eur
    disputes | where amount > EUR 1000
      => disputes | where amount > 1000eur
    disputes | where amount > 1k
      => disputes | where amount > 1000eur
    disputes | where amount > 1000€
      => disputes | where amount > 1000eur
    disputes | where amount > "1000eur"
      => disputes | where amount > 1000eur
    disputes | where amount > 10.5k eur
      => disputes | where amount > 10500eur
    disputes | where amount > 1000 euros
      => disputes | where amount > 1000eur
    disputes | where amount >= 1000EUR
      => disputes | where amount >= 1000eur
    disputes | where created > 2024-02-08 09:00
      => disputes | where created > 2024-02-08T09:00Z
    disputes | where created > 08.02.2024
      => disputes | where created > 2024-02-08
    disputes | where created > tomorrow
      => disputes | where created > today + 1d
    disputes | where created > yesterday
      => disputes | where created > today - 1d
    disputes | where created > now()
      => disputes | where created > now
    disputes | where evidence_due_by < now + 2 days
      => disputes | where evidence_due_by < now + 2d
    disputes | where evidence_due_by < now() + 48 hours
      => disputes | where evidence_due_by < now + 48h
    disputes | where created > 7 days ago
      => disputes | where created > now - 7d
    disputes | where created > last week
      => disputes | where created > now - 7d
    disputes | where created > today() - 7 days
      => disputes | where created > today - 7d
    disputes | where created > "2024-02-08"
      => disputes | where created > 2024-02-08
    disputes | where created > 02/03/2024
      :: write `2024-03-02` or `2024-02-03`
    disputes | where created > 13/02/2024
      => disputes | where created > 2024-02-13
    disputes | where created > 2024/02/08
      => disputes | where created > 2024-02-08
    disputes | where created > 8 Feb 2024
      => disputes | where created > 2024-02-08
    disputes | where created > Feb 8, 2024
      => disputes | where created > 2024-02-08
    disputes | where created > 20240208
      => disputes | where created > 2024-02-08
    disputes | where evidence_due_by < 48h
      => disputes | where evidence_due_by < now + 48h
    disputes | where evidence_due_by < 2 days
      => disputes | where evidence_due_by < now + 2d
    disputes | where evidence_due_by within 2 days
      => disputes | where evidence_due_by < now + 2d
    .[0]
      => disputes | take 1
    map(.id)
      => disputes | select id
    select(.status == "won")
      => disputes | where status == "won"
    disputes | .[0]
      => disputes | take 1
    disputes | map(.id)
      => disputes | select id
    disputes | select(.status == "won")
      => disputes | where status == "won"
    disputes | .[] | select(.status == "won") | .id
      => disputes | where status == "won" | select id
    disputes | jq '.[0]'
      => disputes | take 1
    disputes | jq .
      => disputes | as json
    disputes | length
      => disputes | count
    disputes > f.csv
      => disputes | save @f.csv
    disputes >> f.csv
      => disputes | save @f.csv
    disputes | to csv
      => disputes | as csv
    disputes | tee f.csv
      => disputes | save @f.csv
    disputes | tee f
      => disputes | save @f.csv
    disputes | save f.csv
      => disputes | save @f.csv
    disputes | save "f.csv"
      => disputes | save @f.csv
    disputes | to csv f.csv
      => disputes | save @f.csv
    disputes | Export-Csv f.csv
      => disputes | save @f.csv
    disputes | out-file f.csv
      => disputes | save @f.csv
    disputes | ConvertTo-Json
      => disputes | as json
    disputes | as "csv"
      => disputes | as csv
    disputes | as CSV
      => disputes | as csv
    ls
      :: this is no shell; a program names its files: `read @leases.csv`
    clear
      :: Ctrl-L clears the screen
    cls
      :: Ctrl-L clears the screen
    history
      :: Ctrl-R searches what was typed, and the up key goes back in it
    quit
      :: Ctrl-D leaves, as does `:quit`
    exit
      :: Ctrl-D leaves, as does `:quit`
    q
      :: Ctrl-D leaves, as does `:quit`
    \d
      :: the sources are `disputes`, `charges`, `files` and `events`; `dispute?` lists the fields
    \dt
      :: the sources are `disputes`, `charges`, `files` and `events`; `dispute?` lists the fields
    \q
      :: Ctrl-D leaves, as does `:quit`
    \?
      :: `help` lists what there is here
    describe disputes
      => disputes | describe
    desc disputes
      => disputes | describe
    show tables
      :: the sources are `disputes`, `charges`, `files` and `events`; `dispute?` lists the fields
    help me
      :: `help NAME` or `NAME?` tells of a command, a field or any other word
    man
      :: `help NAME` or `NAME?` tells of a command, a field or any other word
    man where
      :: `help NAME` or `NAME?` tells of a command, a field or any other word
    :wq
      :: Ctrl-D leaves, as does `:quit`
    read "x.csv"
      => read @x.csv
    read x.csv
      => read @x.csv
    read ./x.csv
      => read @./x.csv
    read file:///tmp/x.csv
      => read @/tmp/x.csv
    read C:\x\y.csv
      => read @"C:\\x\\y.csv"
    cat x.csv
      => read @x.csv
    open x.csv
      => read @x.csv
    disputes | save @my file.csv
      => disputes | save @"my file.csv"
    read @my file.csv
      => read @"my file.csv"
    disputes | head -5
      => disputes | take 5
    disputes | head -n 5
      => disputes | take 5
    disputes | head 5
      => disputes | take 5
    disputes | head
      => disputes | take 10
    disputes | tail 5
      => disputes | sort created | take 5
    disputes | first 5
      => disputes | take 5
    disputes | first
      => disputes | take 1
    disputes | limit 5
      => disputes | take 5
    disputes | take 5 rows
      => disputes | take 5
    disputes | wc -l
      => disputes | count
    disputes | grep won
      => disputes | where status == won
    disputes | less
      => disputes
    disputes | get id
      => disputes | select id
    disputes | select id as dispute, amount
      => disputes | select dispute=id, amount
    disputes | select [id, amount]
      => disputes | select id, amount
    disputes | select "id"
      => disputes | select id
    disputes | select *
      => disputes
    disputes | Select-Object -First 5
      => disputes | take 5
    disputes | Select-Object id, amount
      => disputes | select id, amount
    disputes | Where-Object {$_.status -eq "won"}
      => disputes | where status == "won"
    disputes | where {$_.status -eq "won"}
      => disputes | where status == "won"
    disputes | filter status == won
      => disputes | where status == won
    disputes | filter(d => d.status === "won")
      => disputes | where status == "won"
    disputes | distinct status
      => disputes | select status | uniq
    disputes | unique
      => disputes | uniq
    disputes[disputes.status == "won"]
      => disputes | where status == "won"
    df[df.status == "won"]
      => disputes | where status == "won"
    disputes.head(5)
      => disputes | take 5
    disputes.where(status == won)
      => disputes | where status == won
    disputes.filter(d => d.status === "won").length
      => disputes | where status == "won" | count
    disputes.count()
      => disputes | count
    disputes.groupby("status").size()
      => disputes | summarize by=status n=count()
    disputes[0]
      => disputes | take 1
    disputes["id"]
      => disputes | select id
    disputes[["id", "amount"]]
      => disputes | select id, amount
    disputes.sort_values("amount", ascending=False)
      => disputes | sort amount desc
    disputes.status.value_counts()
      => disputes | summarize by=status n=count()
    len(disputes)
      => disputes | count
    count(disputes)
      => disputes | count
    dp_a1
      => dispute dp_a1
    disputes dp_a1
      => dispute dp_a1
    dispute dp_a1 dp_b2
      => disputes ids=[dp_a1, dp_b2]
    dispute id=dp_a1
      => dispute dp_a1
    list disputes
      => disputes
    get disputes
      => disputes
    show disputes
      => disputes
    GET /v1/disputes
      => disputes
    DISPUTES
      => disputes
    disputes list
      => disputes
    head disputes
      => disputes | take 10
    disputes | where payment_intent == None
      => disputes | where payment_intent == null
    disputes | where payment_intent == nil
      => disputes | where payment_intent == null
    disputes | where payment_intent is null
      => disputes | where payment_intent == null
    disputes | where payment_intent == NULL
      => disputes | where payment_intent == null
    disputes | where payment_intent is not null
      => disputes | where payment_intent != null
    disputes | where id like "dp_%"
      => disputes | where id matches "dp_*"
    disputes | where id =~ "dp_a"
      => disputes | where id matches "*dp_a*"
    disputes | where id startswith "dp_a"
      => disputes | where id matches "dp_a*"
    disputes | where id.startsWith("dp_a")
      => disputes | where id matches "dp_a*"
    disputes | where amount between 100eur and 1000eur
      => disputes | where amount >= 100eur and amount <= 1000eur
    disputes | where 100eur < amount < 1000eur
      => disputes | where 100eur < amount and amount < 1000eur
    disputes | where id.length > 5
      => disputes | where length(id) > 5
    disputes | where LOWER(id) == "dp_a1"
      => disputes | where lower(id) == "dp_a1"
    disputes | where amount => 1000eur
      => disputes | where amount >= 1000eur
    disputes | where amount =< 1000eur
      => disputes | where amount <= 1000eur
    disputes | where status !== won
      => disputes | where status != won
    disputes | where status <> won
      => disputes | where status != won
    disputes | where metadata.team ilike "%ber%"
      => disputes | where metadata.team matches "*ber*"
    disputes | where status == "won" AND amount > 5eur
      => disputes | where status == "won" and amount > 5eur
    disputes | where status == Won
      => disputes | where status == won
    disputes | where STATUS == won
      => disputes | where status == won
    disputes | where status == 'won' OR status == 'lost'
      => disputes | where status == 'won' or status == 'lost'
    disputes; count
      => disputes; disputes | count
    disputes | set fee = amount * 2
      => disputes | set fee=(amount * 2)
    disputes | summarize total=sum(amount)
      => disputes | summarize by=currency total=sum(amount)
    disputes | summarize by=status total=sum(amount)
      => disputes | summarize by=[status, currency] total=sum(amount)
    where status == won
      => disputes | where status == won
    sort amount
      => disputes | sort amount
    take 5
      => disputes | take 5
    dispute dp_a1 | submit evidence={service_documentation: "lease.pdf"}
      => dispute dp_a1 | submit evidence={service_documentation: @lease.pdf}
    dispute dp_a1 | submit evidence={service_documentation: lease.pdf}
      => dispute dp_a1 | submit evidence={service_documentation: @lease.pdf}
    dispute dp_a1 | refund
      :: here it is `close`
    disputes where status = needs_response | close
      => disputes | where status == needs_response | close
    disputes | select charge.customer
      => disputes | expand charge | select charge.customer
    foreach d in disputes
      :: there are no loops: a stage works on every row
    disputes | where "status" = "won"
      => disputes | where status == "won"
    disputes | where status equals won
      => disputes | where status == won
    disputes | where amount over 1000eur
      => disputes | where amount > 1000eur
    disputes | where amount is greater than 1000eur
      => disputes | where amount > 1000eur
    disputes | where status == “won”
      => disputes | where status == "won"
    # more of the same kinds
    SELECT id, amount AS value FROM disputes
      => disputes | select id, value=amount
    select id from disputes where status in ('won','lost') order by amount desc
      => disputes | where status in ['won', 'lost'] | sort amount desc | select id
    select * from disputes where amount > 1000 and status != 'won' limit 10
      => disputes | where amount > 1000 and status != 'won' | take 10
    SELECT reason, AVG(amount) FROM disputes WHERE currency = 'eur' GROUP BY reason
      => disputes | where currency == 'eur' | summarize by=[reason, currency] avg_amount=avg(amount)
    select max(amount) from disputes where currency = 'eur'
      => disputes | where currency == 'eur' | summarize by=currency max_amount=max(amount)
    select * from disputes where id like 'dp_a%' or status = 'lost'
      => disputes | where id matches "dp_a*" or status == 'lost'
    select * from charges
      => charges
    select id from disputes where not status = 'won'
      => disputes | where not status == 'won' | select id
    from disputes where status == won select id
      => disputes | where status == won | select id
    from disputes
      => disputes
    select * from dispute
      => disputes
    SELECT * FROM Disputes WHERE Status = 'won'
      => disputes | where status == 'won'
    select * from disputes where evidence_due_by < now() + interval '2 days'
      => disputes | where evidence_due_by < now + 2d
    select * from disputes where evidence_due_by < current_timestamp
      => disputes | where evidence_due_by < now
    select * from disputes order by 1
      :: this is SQL; here it is `disputes | where … | sort … | select …`
    drop table disputes
      :: nothing is made or deleted here
    insert into disputes values (1)
      :: no rows are made here; evidence goes with `draft` or `submit` behind the disputes
    explain select * from disputes
      => explain disputes
    let won = select * from disputes where status = 'won'
      => let won = disputes | where status == 'won'
    disputes where status = won
      => disputes | where status == won
    disputes where status = 'won' and amount > 1000eur
      => disputes | where status == 'won' and amount > 1000eur
    disputes where won
      => disputes | where status == won
    disputes where status is won or lost
      => disputes | where status in [won, lost]
    disputes with status won
      => disputes status=won
    disputes whose status is won
      => disputes status=won
    disputes status = won
      => disputes status=won
    disputes status=won limit=5
      => disputes status=won | take 5
    disputes status=won amount>1000eur
      => disputes status=won | where amount > 1000eur
    disputes status=won and currency=eur
      => disputes status=won | where currency == eur
    disputes status=won, currency=eur
      => disputes status=won | where currency == eur
    disputes --status won --limit 5
      => disputes status=won | take 5
    disputes -n 5
      => disputes | take 5
    disputes --currency=eur
      => disputes | where currency == eur
    disputes ch_1
      => disputes charge=ch_1
    disputes charge ch_1
      => disputes charge=ch_1
    disputes --charge=ch_1
      => disputes charge=ch_1
    disputes eur
      => disputes | where currency == eur
    disputes 5
      => disputes | take 5
    charges --limit 3
      => charges | take 3
    charges customer cus_1
      => charges customer=cus_1
    disputes reason fraudulent
      => disputes | where reason == fraudulent
    disputes sort=amount
      => disputes | sort amount
    disputes order by amount
      => disputes | sort amount
    disputes sort amount desc
      => disputes | sort amount desc
    disputes take 5
      => disputes | take 5
    disputes count
      => disputes | count
    disputes select id
      => disputes | select id
    disputes group by status
      => disputes | summarize by=status n=count()
    disputes where status == won sort amount take 5
      => disputes | where status == won | sort amount | take 5
    disputes status=won | sort amount DESC | limit 5
      => disputes status=won | sort amount desc | take 5
    disputes | where status == won | order by created desc | limit 3
      => disputes | where status == won | sort created desc | take 3
    disputes | where status == needs_response or warning_needs_response
      => disputes | where status in [needs_response, warning_needs_response]
    disputes | where status == won or status == lost or under_review
      => disputes | where status == won or status in [lost, under_review]
    disputes | where (status == won or lost) and amount > 5eur
      => disputes | where (status in [won, lost]) and amount > 5eur
    disputes | where status == 'won' or 'lost'
      => disputes | where status in ['won', 'lost']
    disputes | where status in [won or lost]
      => disputes | where status in [won, lost]
    disputes | where status in {won, lost}
      => disputes | where status in [won, lost]
    disputes | where status not in (won, lost)
      => disputes | where status not in [won, lost]
    disputes | where not status in (won, lost)
      => disputes | where not status in [won, lost]
    disputes | where status NOT IN ('won')
      => disputes | where status not in ['won']
    disputes | where status is in (won, lost)
      => disputes | where status in [won, lost]
    disputes | where status is one of won, lost
      => disputes | where status in [won, lost]
    disputes | where status is not null
      => disputes | where status != null
    disputes | where status isnt won
      => disputes | where status != won
    disputes | where status ne won
      => disputes | where status != won
    disputes | where status eq won
      => disputes | where status == won
    disputes | where status -ne "won" -and amount -ge 1000eur
      => disputes | where status != "won" and amount >= 1000eur
    disputes | where amount gte 1000eur
      => disputes | where amount >= 1000eur
    disputes | where amount at least 1000eur
      => disputes | where amount >= 1000eur
    disputes | where amount more than 1000 eur
      => disputes | where amount > 1000eur
    disputes | where amount < 1000 EUR and status = won
      => disputes | where amount < 1000eur and status == won
    disputes | where amount > 1.000,50 €
      => disputes | where amount > 1000.50eur
    disputes | where amount > €1.5k
      => disputes | where amount > 1500eur
    disputes | where amount > USD1000
      => disputes | where amount > 1000usd
    disputes | where amount > 1 000 eur
      => disputes | where amount > 1000eur
    disputes | where amount == ¥5000
      => disputes | where amount == 5000jpy
    disputes | where amount > 1_000 usd
      => disputes | where amount > 1000usd
    disputes | where amount > 1000.5 eur
      => disputes | where amount > 1000.5eur
    disputes | where amount > 1000 dollars
      => disputes | where amount > 1000usd
    disputes | where created >= 2024-02-08 09:00:30
      => disputes | where created >= 2024-02-08T09:00:30Z
    disputes | where created >= 2024-02-08 9am
      => disputes | where created >= 2024-02-08T09:00Z
    disputes | where created >= 2024-02-08 at 17:30
      => disputes | where created >= 2024-02-08T17:30Z
    disputes | where created >= 2024-2-8
      => disputes | where created >= 2024-02-08
    disputes | where created >= 2024.02.08
      => disputes | where created >= 2024-02-08
    disputes | where created >= 8.2.2024
      => disputes | where created >= 2024-02-08
    disputes | where created >= 8th February 2024
      => disputes | where created >= 2024-02-08
    disputes | where created >= 08-Feb-2024
      => disputes | where created >= 2024-02-08
    disputes | where created >= 02-03-2024
      :: write `2024-03-02` or `2024-02-03`
    disputes | where created >= 1/2/2024
      :: write `2024-02-01` or `2024-01-02`
    disputes | where created >= 05/05/2024
      => disputes | where created >= 2024-05-05
    disputes | where created >= "8 Feb 2024"
      => disputes | where created >= 2024-02-08
    disputes | where created >= '2024-02-08 09:00'
      => disputes | where created >= 2024-02-08T09:00Z
    disputes | where created after 2024-02-08
      => disputes | where created > 2024-02-08
    disputes | where created before yesterday
      => disputes | where created < today - 1d
    disputes | where created since last week
      => disputes | where created >= now - 7d
    disputes | where created between 2024-01-01 and 2024-02-01
      => disputes | where created >= 2024-01-01 and created <= 2024-02-01
    disputes | where created between yesterday and today
      => disputes | where created >= today - 1d and created <= today
    disputes | where created > today - 1 week
      => disputes | where created > today - 1w
    disputes | where created > now - 3 months
      => disputes | where created > now - 90d
    disputes | where created > now - 2 weeks
      => disputes | where created > now - 2w
    disputes | where created > last 7 days
      => disputes | where created > now - 7d
    disputes | where evidence_due_by < in 2 days
      => disputes | where evidence_due_by < now + 2d
    disputes | where evidence_due_by < 2 days from now
      => disputes | where evidence_due_by < now + 2d
    disputes | where evidence_due_by in 2 days
      => disputes | where evidence_due_by < now + 2d
    disputes | where evidence_due_by < now + 5 min
      => disputes | where evidence_due_by < now + 5m
    disputes | where evidence_due_by < now + 5min
      => disputes | where evidence_due_by < now + 5m
    disputes | where evidence_due_by < tomorrow
      => disputes | where evidence_due_by < today + 1d
    disputes | where evidence_due_by < next week
      => disputes | where evidence_due_by < now + 7d
    disputes | where evidence_due_by == null or < now
      => disputes | where evidence_due_by == null or evidence_due_by < now
    disputes | where payment_intent == undefined
      => disputes | where payment_intent == null
    disputes | where payment_intent is none
      => disputes | where payment_intent == null
    disputes | where payment_intent is missing
      => disputes | where payment_intent == null
    disputes | where payment_intent isnull
      => disputes | where payment_intent == null
    disputes | where !payment_intent
      => disputes | where payment_intent == null
    disputes | where not payment_intent
      => disputes | where payment_intent == null
    disputes | where id contains dp_a
      => disputes | where id contains "dp_a"
    disputes | where reason contains fraud
      => disputes | where reason contains "fraud"
    disputes | where reason =~ /fraud/
      => disputes | where reason matches "*fraud*"
    disputes | where metadata.team == 'berlin' || metadata.team == 'paris'
      => disputes | where metadata.team == 'berlin' or metadata.team == 'paris'
    disputes | where metadata["team"] == berlin
      => disputes | where metadata["team"] == "berlin"
    disputes | where metadata.team in (berlin, paris)
      => disputes | where metadata.team in ["berlin", "paris"]
    disputes | where d.status == won
      => disputes | where status == won
    disputes | where it.status == won
      => disputes | where status == won
    disputes | where dispute.status == won
      => disputes | where status == won
    disputes | where row.status == "won"
      => disputes | where status == "won"
    disputes | where .status == "won"
      => disputes | where status == "won"
    disputes | where status == `won`
      => disputes | where status == won
    disputes | where `status` = 'won'
      => disputes | where status == 'won'
    disputes | where status == ‘won’
      => disputes | where status == "won"
    disputes | where amount > 5eur ? true : false
      => disputes | where if amount > 5eur then true else false
    disputes | where len(id) > 5
      => disputes | where length(id) > 5
    disputes | where id.toLowerCase() == "dp_a1"
      => disputes | where lower(id) == "dp_a1"
    disputes | where status.lower() == "won"
      => disputes | where lower(status) == "won"
    disputes | where status == WON
      => disputes | where status == won
    disputes | sort amount ascending
      => disputes | sort amount asc
    disputes | sort --reverse amount
      => disputes | sort amount desc
    disputes | sort amount, created DESC
      => disputes | sort amount, created desc
    disputes | sort_by(.amount)
      => disputes | sort amount
    disputes | sort_by amount
      => disputes | sort amount
    disputes | sort desc(amount)
      => disputes | sort amount desc
    disputes | sort amount asc, created descending
      => disputes | sort amount asc, created desc
    disputes | sort by "amount" desc
      => disputes | sort amount desc
    disputes | arrange amount
      => disputes | sort amount
    disputes | select id, amount as value
      => disputes | select id, value=amount
    disputes | select .id, .amount
      => disputes | select id, amount
    disputes | select(id, amount)
      => disputes | select id, amount
    disputes | project id, amount
      => disputes | select id, amount
    disputes | fields id amount
      => disputes | select id amount
    disputes | columns id, amount
      => disputes | select id, amount
    disputes | pick id
      => disputes | select id
    disputes | cut -f id
      => disputes | select id
    disputes | map id
      => disputes | select id
    disputes | .id
      => disputes | select id
    disputes | .[].id
      => disputes | select id
    disputes | .[:5]
      => disputes | take 5
    disputes | .[0].id
      => disputes | take 1 | select id
    disputes | [.id, .amount]
      => disputes | select id, amount
    disputes | map(select(.status == "won"))
      => disputes | where status == "won"
    disputes | group_by(.status)
      => disputes | summarize by=status n=count()
    disputes | length()
      => disputes | count
    disputes | count()
      => disputes | count
    disputes | count(*)
      => disputes | count
    disputes | size
      => disputes | count
    disputes | wc
      => disputes | count
    disputes | summarize count()
      => disputes | summarize n=count()
    disputes | summarize n = count() by status
      => disputes | summarize by=status n=count()
    disputes | summarize n = count(), total = sum(amount) by currency
      => disputes | summarize by=currency n=count() total=sum(amount)
    disputes | summarize count by status
      => disputes | summarize by=status n=count()
    disputes | summarize by=status n=count(*)
      => disputes | summarize by=status n=count()
    disputes | summarize by=[status] count()
      => disputes | summarize by=status n=count()
    disputes | group status
      => disputes | summarize by=status n=count()
    disputes | group by status, currency
      => disputes | summarize by=[status, currency] n=count()
    disputes | group by [status, currency]
      => disputes | summarize by=[status, currency] n=count()
    disputes | group_by status | count
      => disputes | summarize by=status n=count()
    disputes | value_counts status
      => disputes | summarize by=status n=count()
    disputes | histogram status
      => disputes | summarize by=status n=count()
    disputes | avg(amount)
      => disputes | summarize by=currency avg_amount=avg(amount)
    disputes | sum(amount)
      => disputes | summarize by=currency total=sum(amount)
    disputes | Group-Object status
      => disputes | summarize by=status n=count()
    disputes | Measure-Object
      => disputes | count
    disputes | Sort-Object -Property amount
      => disputes | sort amount
    disputes | ? status == won
      => disputes | where status == won
    disputes | where-object status -eq won
      => disputes | where status == won
    disputes | top 5
      => disputes | take 5
    disputes | top 5 by amount
      => disputes | sort amount desc | take 5
    disputes | tail -5
      => disputes | sort created | take 5
    disputes | last 3
      => disputes | sort created | take 3
    disputes | skip 5 rows
      => disputes | skip 5
    disputes | offset 10
      => disputes | skip 10
    disputes | drop 5
      => disputes | skip 5
    disputes | limit 5 offset 10
      => disputes | skip 10 | take 5
    disputes | first 5 rows
      => disputes | take 5
    disputes | more
      => disputes
    disputes | cat
      => disputes
    disputes | tee won.json
      => disputes | save @won.json
    disputes | to json
      => disputes | as json
    disputes | to json out.json
      => disputes | save @out.json
    disputes | as .csv
      => disputes | as csv
    disputes | as json > f.json
      => disputes | save @f.json
    disputes | where status == won > won.csv
      => disputes | where status == won | save @won.csv
    disputes | format csv
      => disputes | as csv
    disputes | save won.csv
      => disputes | save @won.csv
    disputes | save ./out/won.csv
      => disputes | save @./out/won.csv
    disputes | save "my won.csv"
      => disputes | save @"my won.csv"
    disputes | save to won.csv
      => disputes | save @won.csv
    disputes | save ~/won.csv
      => disputes | save @~/won.csv
    disputes | write won.csv
      => disputes | save @won.csv
    disputes | export won.csv
      => disputes | save @won.csv
    disputes | to_csv("won.csv")
      => disputes | save @won.csv
    disputes.to_csv("won.csv")
      => disputes | save @won.csv
    disputes.sort("amount")
      => disputes | sort amount
    disputes.select("id", "amount")
      => disputes | select id, amount
    disputes.map(d => d.id)
      => disputes | select id
    disputes.where(d => d.amount > 1000eur).take(5)
      => disputes | where amount > 1000eur | take 5
    disputes.query("status == 'won'")
      => disputes | where status == 'won'
    disputes[disputes["status"] == "won"]
      => disputes | where status == "won"
    disputes[:5]
      => disputes | take 5
    disputes[5:10]
      => disputes | skip 5 | take 5
    disputes.amount.sum()
      => disputes | summarize by=currency total=sum(amount)
    disputes.id
      => disputes | select id
    disputes.length
      => disputes | count
    disputes.all()
      => disputes
    df.head()
      => disputes | take 5
    df["status"].value_counts()
      => disputes | summarize by=status n=count()
    df.groupby("status")["amount"].sum()
      => disputes | summarize by=[status, currency] total=sum(amount)
    df.sort_values("amount")
      => disputes | sort amount
    read 'leases.csv'
      => read @leases.csv
    read leases.csv | take 5
      => read @leases.csv | take 5
    read("leases.csv")
      => read @leases.csv
    read_csv("leases.csv")
      => read @leases.csv
    import leases.csv
      => read @leases.csv
    open("leases.csv")
      => read @leases.csv
    head leases.csv
      => read @leases.csv | take 10
    let x = read leases.csv
      => let x = read @leases.csv
    let x = disputes where status == won
      => let x = disputes | where status == won
    let x == disputes
      => let x = disputes
    let x: disputes
      => let x = disputes
    won = disputes status=won
      => let won = disputes status=won
    $won := disputes | where status = won
      => let won = disputes | where status == won
    def won = disputes status=won
      => let won = disputes status=won
    dispute
      => disputes
    dispute list
      => disputes
    dispute show dp_a1
      => dispute dp_a1
    dispute dp_a1, dp_b2
      => disputes ids=[dp_a1, dp_b2]
    get dispute dp_a1
      => dispute dp_a1
    show dispute dp_a1
      => dispute dp_a1
    describe dispute
      => disputes | describe
    show fields
      :: the sources are `disputes`, `charges`, `files` and `events`; `dispute?` lists the fields
    env
      :: `cpay config explain` tells what is set, and from where
    whoami
      :: `:account` tells which account this is
    account
      :: `:account` tells which account this is
    sandbox
      :: `:sandbox` goes over to one
    tour
      :: `:tour` is two minutes in a sandbox
    type disputes
      :: `:type` tells what a program yields
    undo
      :: what was sent stays sent; `:runs` tells what became of it
    git status
      :: this is no shell, and starts no programs
    vim a.cpay
      :: this is no shell, and starts no programs
    echo hello
      :: this is no shell, and starts no programs
    x = 5
      => let x = 5
    for d in disputes
      :: there are no loops: a stage works on every row
    # arguments, amounts and times in other forms
    disputes | where metadata.team=berlin
      => disputes | where metadata.team == "berlin"
    disputes | where status in won
      => disputes | where status in [won]
    disputes | where status in [won | lost]
      => disputes | where status in [won, lost]
    disputes | where status == [won, lost]
      => disputes | where status in [won, lost]
    disputes | where currency is eur or usd
      => disputes | where currency in [eur, usd]
    disputes | where amount > 1000 and < 2000
      => disputes | where amount > 1000 and amount < 2000
    disputes | where amount >= 1.000.000 EUR
      => disputes | where amount >= 1000000eur
    disputes | where amount < 2.5k usd
      => disputes | where amount < 2500usd
    disputes | sort created newest
      => disputes | sort created desc
    disputes where amount > €1000 order by amount desc limit 5
      => disputes | where amount > 1000eur | sort amount desc | take 5
    disputes | filter amount > $1,000
      => disputes | where amount > 1000usd
    charges | where customer is null
      => charges | where customer == null
    charges | where amount > 1000 EUR
      => charges | where amount > 1000eur
    events | head 3
      => events | take 3
    charges where amount > 100 usd
      => charges | where amount > 100usd
    select id, amount from charges where amount > 100 limit 5
      => charges | where amount > 100 | take 5 | select id, amount
    disputes | take n=5
      => disputes | take 5
    disputes | where status = won | take 5
      => disputes | where status == won | take 5
    disputes | where status=won | sort amount desc
      => disputes | where status == won | sort amount desc
    disputes | sort amount=desc
      => disputes | sort amount desc
    disputes | select id,amount,status | limit 5
      => disputes | select id,amount,status | take 5
    disputes | group by reason | sort n desc
      => disputes | summarize by=reason n=count() | sort n desc
    SELECT id
      => disputes | select id
    disputes | where created > "yesterday"
      => disputes | where created > today - 1d
    disputes | where created > '7 days ago'
      => disputes | where created > now - 7d
    disputes | where created > 2024-02-08T09:00 UTC
      => disputes | where created > 2024-02-08T09:00Z
    disputes | where evidence_due_by < now+2days
      => disputes | where evidence_due_by < now + 2d
    disputes | where evidence_due_by<now()+2d
      => disputes | where evidence_due_by < now + 2d
    disputes | where evidence_due_by < today()
      => disputes | where evidence_due_by < today
    dispute dp_a1 | submit --evidence=@lease.json
      => dispute dp_a1 | submit evidence=@lease.json
    dispute dp_a1 | submit evidence @lease.json
      => dispute dp_a1 | submit evidence=@lease.json
    dispute dp_a1 | submit evidence: @lease.json
      => dispute dp_a1 | submit evidence=@lease.json
    dispute dp_a1 | submit evidence="lease.json"
      => dispute dp_a1 | submit evidence=@lease.json
    dispute dp_a1 | submit evidence=lease.json
      => dispute dp_a1 | submit evidence=@lease.json
    submit dp_a1 evidence=@lease.json
      :: begin with what it works on: `dispute dp_a1 | submit …`
    close dp_a1
      :: begin with what it works on: `dispute dp_a1 | close …`
    dispute dp_a1 | accept
      :: here it is `close`
    dispute dp_a1 | close | apply --max 1
      => dispute dp_a1 | close | apply max=1
    dispute dp_a1 | close | run
      :: here it is `apply`
    # what a word turns round, ties together or parts
    disputes | where amount is not greater than 50eur
      => disputes | where amount <= 50eur
    disputes | where amount not between 10eur and 20eur
      => disputes | where amount < 10eur or amount > 20eur
    disputes | where status == won and amount not between 10eur and 20eur
      => disputes | where status == won and (amount < 10eur or amount > 20eur)
    disputes | where not amount between 1eur and 2eur
      => disputes | where not (amount >= 1eur and amount <= 2eur)
    disputes | where amount > 1.000 EUR
      => disputes | where amount > 1000eur
    disputes | where amount > €1.000
      => disputes | where amount > 1000eur
    # a key of one's own whose name is nearly that of a field which cannot hold the value
    disputes | where region = west
      => disputes | where metadata.region == "west"
    disputes | where region == "west"
      => disputes | where metadata.region == "west"
    disputes | where region in [west, east]
      => disputes | where metadata.region in ["west", "east"]
    disputes | where region != west and status == won
      => disputes | where metadata.region != "west" and status == won
    disputes | where region = west | close
      => disputes | where metadata.region == "west" | close
    disputes | where reson == fraudulent
      => disputes | where reason == fraudulent
    disputes | where statu == wno
      => disputes | where status == won
    disputes | where team is null
      => disputes | where metadata.team == null
    disputes | where team like "ber%"
      => disputes | where metadata.team matches "ber*"
    charges purpose=rent
      => charges | where metadata.purpose == "rent"
    charges purpose=x
      => charges | where metadata.purpose == "x"
    charges | where purpose == rent
      => charges | where metadata.purpose == "rent"
    # rows turned around
    disputes | sort amount | reverse
      => disputes | sort amount desc
    disputes | sort amount desc, created | reverse
      => disputes | sort amount, created desc
    disputes | sort_by(.amount) | reverse
      => disputes | sort amount desc
    sort_by(.amount) | reverse
      => disputes | sort amount desc
    .disputes | sort_by(.amount) | reverse
      => disputes | sort amount desc
    disputes.sort_by("amount").reverse()
      => disputes | sort amount desc
    # what stands in the place of a missing value, and whether one is missing
    disputes | where coalesce(metadata.team, "x") == "x"
      => disputes | where (metadata.team ?? "x") == "x"
    disputes | where ISNULL(metadata.team, "x") == "x"
      => disputes | where (metadata.team ?? "x") == "x"
    disputes | set team = IFNULL(metadata.team, "none")
      => disputes | set team=(metadata.team ?? "none")
    disputes | select id, coalesce(metadata.team, "none") as team
      => disputes | select id, team=(metadata.team ?? "none")
    select coalesce(metadata.team, 'none') from disputes
      => disputes | select team=(metadata.team ?? 'none')
    disputes | where isnull(payment_intent)
      => disputes | where payment_intent == null
    disputes | where not ISNULL(payment_intent)
      => disputes | where payment_intent != null
    disputes | where isnotnull(payment_intent) and status == won
      => disputes | where payment_intent != null and status == won
    select id from disputes where isnull(payment_intent)
      => disputes | where payment_intent == null | select id
    disputes | set lone=isnull(payment_intent)
      => disputes | set lone=(payment_intent == null)
    disputes | where isnull(payment_intent) | close
      => disputes | where payment_intent == null | close
    disputes | won
      => disputes | where status == won
    # the names of documents
    disputes | submit evidence={service_documentation: "docs/{id}.pdf"}
      => disputes | submit evidence={service_documentation: @"docs/{id}.pdf"}
    disputes | submit evidence={receipt: "{charge}.pdf", customer_name: "Ana"}
      => disputes | submit evidence={receipt: @"{charge}.pdf", customer_name: "Ana"}
    let f = "lease.pdf"; disputes | submit evidence={service_documentation: $f}
      => let f = "lease.pdf"; disputes | submit evidence={service_documentation: @"{$f}"}
    dispute dp_a1 | submit evidence={service_documentation: lease}
      :: a file to send is written with `@`
    sort_by(.x) | reverse
      :: a field has no dot before it
    # amounts in quotes are read as those without
    disputes | where amount < "10,00"
      => disputes | where amount < 10eur
    disputes | where amount < '1,50'
      => disputes | where amount < 1.50eur
    disputes | where amount < "$10"
      => disputes | where amount < 10usd
    disputes | where amount > "USD 500"
      => disputes | where amount > 500usd
    disputes | where amount > '1.000,50'
      => disputes | where amount > 1000.50eur
    disputes | where amount > "ten"
      :: an amount of money is digits and a currency
    disputes | where amount > 1m eur
      => disputes | where amount > 1000000eur
    disputes | where amount > 1.500€
      => disputes | where amount > 1500eur
    disputes | where amount > 1.000eur
      => disputes | where amount > 1000eur
    disputes | where amount > 1.000
      :: write `1000eur` or `1eur`
    disputes | where amount > 1.000eur | close
      :: write `1000eur` or `1eur`
    disputes | where amount < "10,00" | close
      :: write `10eur`, or the currency that is meant
    disputes | where amount between 10 and 50 eur | close
      => disputes | where amount >= 10eur and amount <= 50eur | close
    disputes | where amount in 10eur-50eur
      => disputes | where amount >= 10eur and amount <= 50eur
    disputes | where amount > 10 and < 50 eur
      :: write `10eur` or `10`
    disputes | where amount > 1000 usd or eur
      => disputes | where (amount > 1000usd or amount > 1000eur)
    disputes | where amount < 10eur or usd | close
      => disputes | where (amount < 10eur or amount < 10usd) | close
    # a span beside a time of the past may be counted in two ways, one beside a deadline in one
    disputes | where created < 7d | close
      :: older is `created < now - 7d`, younger is `created > now - 7d`
    disputes | where created < 90 days
      :: older is `created < now - 90d`, younger is `created > now - 90d`
    disputes | where created within 7d | close
      => disputes | where created > now - 7d | close
    disputes | where created in the last 7 days
      => disputes | where created > now - 7d
    disputes | where created not within 7 days
      => disputes | where created <= now - 7d
    disputes | where evidence_due_by in next 48h
      => disputes | where evidence_due_by >= now and evidence_due_by < now + 48h
    disputes | where evidence_due_by in 48h | close
      => disputes | where evidence_due_by >= now and evidence_due_by < now + 48h | close
    disputes | where not evidence_due_by in the next 2 days
      => disputes | where not (evidence_due_by >= now and evidence_due_by < now + 2d)
    disputes | where created < monday
      :: `monday` may be the last one or the next
    disputes | where evidence_due_by < midnight
      :: write `today` for the one behind us, or `today + 1d` for the next
    disputes | where created < 3 months ago | close
      :: months, years and their like have no fixed length
    # a pattern of another kind is no glob
    disputes | where reason !~ "fraud|dup" | close
      :: `matches` takes a glob; this is a pattern of another kind
    disputes | where reason =~ "^(fraudulent|duplicate)$"
      :: `matches` takes a glob; this is a pattern of another kind
    disputes | where reason rlike "fraud.+"
      :: `matches` takes a glob; this is a pattern of another kind
    disputes | where reason !~ "^fraud.*" | close
      => disputes | where reason not matches "fraud*" | close
    # a name that is no field may be one of the charge or of the evidence, or a key of one's own
    disputes | where customer == cus_1
      => disputes | expand charge | where charge.customer == cus_1
    disputes | where customer_name != "x"
      => disputes | where evidence.customer_name != "x"
    disputes | where priority != high
      => disputes | where metadata.priority != "high"
    disputes | where priority != high | close
      :: a key of your own is `metadata.priority`
    disputes customer=cus_1
      => disputes | expand charge | where charge.customer == cus_1
    disputes pi=pi_1
      => disputes payment_intent=pi_1
    disputes format=csv
      => disputes | as csv
    disputes by=status
      :: it filters by charge, payment_intent, status
    dispute | close
      :: say which: `dispute dp_…`
    # the last rows are those of the order that was asked for
    disputes | sort amount | tail 3
      => disputes | sort amount desc | take 3
    disputes | sort amount desc | last
      => disputes | sort amount | take 1
    disputes | last
      => disputes | sort created | take 1
    disputes.last()
      => disputes | sort created | take 1
    df.sort_values("amount").tail(1)
      => disputes | sort amount desc | take 1
    disputes | .[-1]
      => disputes | sort created | take 1
    # nothing is left out, and nothing made of what is no name
    disputes.get(id="dp_a1")
      => disputes | where id == "dp_a1"
    disputes.get(status="won")
      => disputes | where status == "won"
    disputes > 1000
      :: put the condition behind a `where`
    disputes 2>/dev/null
      => disputes
    disputes 2>&1
      => disputes
    disputes status=won 2>&1 | close
      => disputes status=won | close
    dispute dp_a1 | close 2>/dev/null
      => dispute dp_a1 | close
    disputes | save csv @out.csv
      => disputes | save @out.csv
    disputes | save file=out.csv
      => disputes | save @out.csv
    read path=leases.csv
      => read @leases.csv
    disputes | grep -c won
      => disputes | where status == won | count
    disputes | group_by(.status) | length
      => disputes | summarize by=status n=count() | count
    disputes.groupby("status").first()
      => disputes | uniq by=status
    disputes | head(-1)
      :: here it is `take`
    disputes | where evidence is empty
      :: look at a part of it: `evidence.customer_name == null`
    disputes | where evidence is not empty
      :: look at a part of it: `evidence.customer_name == null`
    SELECT amount/100 AS eur FROM disputes
      => disputes | select eur=amount
    SELECT id FROM disputes WHERE amount/100 > 1000
      :: `amount` is an amount, in whole units
    # several statuses, lists as texts, and files behind `in`
    won || lost
      => disputes | where status in [won, lost]
    disputes | won || lost
      => disputes | where status in [won, lost]
    disputes && charges
      => disputes; charges
    disputes | where status in "won,lost"
      => disputes | where status in ["won", "lost"]
    disputes | where "x" in reason
      => disputes | where reason contains "x"
    disputes | where id in @queue.txt
      :: ask for the ids in it: `disputes ids=@queue.txt`
    disputes | where created in 2024
      => disputes | where created >= 2024-01-01 and created < 2025-01-01
    # a write is about the ids behind it, all of them and no others
    disputes close dp_a1
      :: write `dispute dp_a1 | close`
    close dp_a1, dp_b2
      :: write `disputes ids=[dp_a1, dp_b2] | close`
    close dispute dp_a1
      :: write `dispute dp_a1 | close`
    apply
      :: it goes behind a plan
    disputes top 3 by amount
      => disputes | sort amount desc | take 3
    reject dp_a1
      :: a dispute is answered with `submit`, or accepted with `close`
    """#
}
