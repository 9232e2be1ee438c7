extension ForeignForms {
  /// More programs written as elsewhere, by the tool that they come from.
  static let tools = #"""
    # queries of SQL: joins, choices, names for queries, what is counted
    SELECT * FROM disputes d LEFT JOIN charges c ON d.charge = c.id
      => disputes | expand charge
    SELECT d.id, c.customer FROM disputes d LEFT JOIN charges c ON d.charge = c.id
      => disputes | expand charge | select id, charge.customer
    SELECT d.id, c.customer FROM disputes d JOIN charges c ON c.id = d.charge WHERE c.customer = 'cus_1'
      => disputes | expand charge | where charge.customer == 'cus_1' | select id, charge.customer
    SELECT * FROM disputes JOIN charges USING (charge)
      => disputes | expand charge
    select * from disputes left join 'leases.csv' on charge
      => disputes | join $(read @leases.csv) on=charge kind=left
    SELECT CASE WHEN amount > 1000 THEN 'large' ELSE 'small' END AS size FROM disputes
      => disputes | select size=(if amount > 1000 then 'large' else 'small')
    WITH won AS (SELECT * FROM disputes WHERE status = 'won') SELECT id FROM won
      => disputes | where status == 'won' | select id
    WITH won AS (SELECT * FROM disputes WHERE status = 'won') SELECT count(*) FROM won
      => disputes | where status == 'won' | count
    with x as (select status, count(*) as n from disputes group by status) select * from x where n > 2
      => disputes | summarize by=status n=count() | where n > 2
    SELECT * FROM (SELECT * FROM disputes WHERE status = 'won') w LIMIT 5
      => disputes | where status == 'won' | take 5
    SELECT status, count(*) FROM disputes GROUP BY status HAVING count(*) > 2
      => disputes | summarize by=status n=count() | where n > 2
    SELECT status FROM disputes GROUP BY status HAVING sum(amount) > 1000
      => disputes | summarize by=[status, currency] total=sum(amount) | where total > 1000
    SELECT DISTINCT status, reason FROM disputes
      => disputes | select status, reason | uniq
    SELECT COUNT(DISTINCT status) FROM disputes
      => disputes | select status | uniq | count
    SELECT DISTINCT ON (status) * FROM disputes
      => disputes | uniq by=status
    SELECT COUNT(1) FROM disputes
      => disputes | count
    SELECT COUNT(id) FROM disputes
      => disputes | count
    select count() from disputes
      => disputes | summarize n=count()
    SELECT status, count(*) FROM disputes GROUP BY 1 ORDER BY 2 DESC
      => disputes | summarize by=status n=count() | sort n desc
    SELECT metadata->>'team' FROM disputes
      => disputes | select metadata.team
    SELECT metadata->'team' FROM disputes WHERE metadata->>'team' = 'berlin'
      => disputes | where metadata.team == 'berlin' | select metadata.team
    SELECT id FROM disputes ORDER BY evidence_due_by NULLS LAST
      => disputes | sort evidence_due_by | select id
    SELECT * FROM disputes FETCH FIRST 5 ROWS ONLY
      => disputes | take 5
    SELECT * FROM disputes LIMIT 5, 10
      => disputes | skip 5 | take 10
    SELECT count(payment_intent) FROM disputes
      => disputes | summarize n=count(payment_intent)
    SELECT id, CASE status WHEN 'won' THEN 'good' WHEN 'lost' THEN 'bad' ELSE 'open' END AS state FROM disputes
      => disputes | select id, state=(if status == 'won' then 'good' else if status == 'lost' then 'bad' else 'open')
    # joins
    disputes | left join charges on charge
      => disputes | expand charge
    disputes | join charges on charge
      => disputes | expand charge
    disputes | join charges on=charge
      => disputes | expand charge
    disputes | lookup charges on charge
      => disputes | expand charge
    disputes | merge @leases.csv on=charge
      => disputes | join $(read @leases.csv) on=charge
    disputes | join @leases.csv on charge kind=left
      => disputes | join $(read @leases.csv) on=charge kind=left
    disputes | join leases.csv on charge
      => disputes | join $(read @leases.csv) on=charge
    disputes | join "leases.csv" on=charge
      => disputes | join $(read @leases.csv) on=charge
    disputes | left join @leases.csv on charge
      => disputes | join $(read @leases.csv) on=charge kind=left
    # choices and texts that are put together
    disputes | set size=case when amount > 1000eur then "large" else "small" end
      => disputes | set size=(if amount > 1000eur then "large" else "small")
    disputes | set size=if(amount > 1000eur, "large", "small")
      => disputes | set size=(if amount > 1000eur then "large" else "small")
    disputes | set size = IF(amount > 1000eur, "large", "small")
      => disputes | set size=(if amount > 1000eur then "large" else "small")
    disputes | extend size = iff(amount > 1000eur, "large", "small")
      => disputes | set size=(if amount > 1000eur then "large" else "small")
    disputes | set size=(if amount > 1000eur { "large" } else { "small" })
      => disputes | set size=(if amount > 1000eur then "large" else "small")
    disputes | set size=("large" if amount > 1000eur else "small")
      => disputes | set size=(if amount > 1000eur then "large" else "small")
    disputes | set size = amount > 1000eur ? "large" : "small"
      => disputes | set size=(if amount > 1000eur then "large" else "small")
    disputes | set label=f"{id}"
      => disputes | set label="{id}"
    disputes | set label=f"{id}: {amount}"
      => disputes | set label="{id}: {amount}"
    disputes | set label=id + "-" + status
      => disputes | set label="{id}-{status}"
    disputes | set label=concat(id, "-")
      => disputes | set label="{id}-"
    disputes | set label="Dispute " + id
      => disputes | set label="Dispute {id}"
    disputes | extend size = amount * 2
      => disputes | set size=(amount * 2)
    disputes | extend overdue = evidence_due_by < now()
      => disputes | set overdue=(evidence_due_by < now)
    disputes | eval size=amount*2
      => disputes | set size=(amount * 2)
    # formulas of spreadsheets
    =SUMIF(status,"won",amount)
      => disputes | where status == "won" | summarize by=currency total=sum(amount)
    =COUNTIF(status,"won")
      => disputes | where status == "won" | count
    =SUM(amount)
      => disputes | summarize by=currency total=sum(amount)
    =COUNTIFS(status,"won",currency,"eur")
      => disputes | where status == "won" and currency == "eur" | count
    =AVERAGEIF(status, "won", amount)
      => disputes | where status == "won" | summarize by=currency avg_amount=avg(amount)
    =SUMIFS(amount, status, "won")
      => disputes | where status == "won" | summarize by=currency total=sum(amount)
    =FILTER(disputes, status="won")
      => disputes | where status == "won"
    =COUNT(disputes)
      => disputes | count
    =UNIQUE(status)
      => disputes | select status | uniq
    =SORT(disputes, amount, -1)
      => disputes | sort amount desc
    COUNTIF(status,"won")
      => disputes | where status == "won" | count
    SUMIF(status,"won",amount)
      => disputes | where status == "won" | summarize by=currency total=sum(amount)
    # frames of pandas, and lists of Python
    disputes.merge(charges, on="charge")
      => disputes | expand charge
    df[(df.status == "won") & (df.amount > 1000)]
      => disputes | where (status == "won") and (amount > 1000)
    df[(df.status == "won") | (df.status == "lost")]
      => disputes | where (status == "won") or (status == "lost")
    df[~(df.status == "won")]
      => disputes | where not (status == "won")
    df[df.status.isin(["won", "lost"])]
      => disputes | where status in ["won", "lost"]
    df[df["amount"] > 1000]["id"]
      => disputes | where amount > 1000 | select id
    df.loc[df.status == "won", "id"]
      => disputes | where status == "won" | select id
    df.loc[df.status == "won", ["id", "amount"]]
      => disputes | where status == "won" | select id, amount
    df.query("status == 'won' and amount > 1000")
      => disputes | where status == 'won' and amount > 1000
    df.groupby("status").amount.sum()
      => disputes | summarize by=[status, currency] total=sum(amount)
    df.groupby("status").agg({"amount": "sum"})
      => disputes | summarize by=[status, currency] total=sum(amount)
    df.groupby("status").agg(total=("amount", "sum"))
      => disputes | summarize by=[status, currency] total=sum(amount)
    df.groupby(["status", "currency"]).size()
      => disputes | summarize by=[status, currency] n=count()
    df.groupby("status").count()
      => disputes | summarize by=status n=count()
    df.groupby("status").amount.mean()
      => disputes | summarize by=[status, currency] avg_amount=avg(amount)
    df.groupby("status").size().sort_values(ascending=False)
      => disputes | summarize by=status n=count() | sort n desc
    df.agg({"amount": "sum"})
      => disputes | summarize by=currency total=sum(amount)
    df.describe()
      => disputes | describe
    df.info()
      => disputes | describe
    df.columns
      => disputes | describe
    df.shape
      => disputes | count
    df.tail(5)
      => disputes | sort created | take 5
    df.iloc[0]
      => disputes | take 1
    df.nlargest(5, "amount")
      => disputes | sort amount desc | take 5
    df.nsmallest(5, "amount")
      => disputes | sort amount | take 5
    df.drop_duplicates("status")
      => disputes | uniq by=status
    df.dropna(subset=["payment_intent"])
      => disputes | where payment_intent != null
    df.assign(size=df.amount * 2)
      => disputes | set size=(amount * 2)
    df.to_json()
      => disputes | as json
    df.status.unique()
      => disputes | select status | uniq
    df.status.nunique()
      => disputes | select status | uniq | count
    df.amount.max()
      => disputes | summarize by=currency max_amount=max(amount)
    pd.read_csv("leases.csv")
      => read @leases.csv
    [d for d in disputes if d.status == "won"]
      => disputes | where status == "won"
    [d.id for d in disputes]
      => disputes | select id
    len([d for d in disputes if d.status == "won"])
      => disputes | where status == "won" | count
    print(disputes)
      => disputes
    disputes.filter(lambda d: d.status == "won")
      => disputes | where status == "won"
    # PowerShell
    disputes | Measure-Object amount -Sum
      => disputes | summarize by=currency total=sum(amount)
    disputes | Measure-Object -Property amount -Average
      => disputes | summarize by=currency avg_amount=avg(amount)
    disputes | Measure-Object -Sum amount
      => disputes | summarize by=currency total=sum(amount)
    disputes | Measure-Object amount -Minimum -Maximum
      => disputes | summarize by=currency min_amount=min(amount) max_amount=max(amount)
    disputes | Where-Object { $_.status -eq won }
      => disputes | where status == won
    disputes | Where-Object { $_.status -eq 'won' -and $_.amount -gt 1000 }
      => disputes | where status == 'won' and amount > 1000
    disputes | Where-Object status -eq won
      => disputes | where status == won
    disputes | Where-Object { $_.id -like 'dp_*' }
      => disputes | where id matches "dp_*"
    disputes | ? { $_.status -eq 'won' }
      => disputes | where status == 'won'
    disputes | % { $_.id }
      => disputes | select id
    disputes | % id
      => disputes | select id
    disputes | ForEach-Object { $_.id }
      => disputes | select id
    disputes | %{$_.id}
      => disputes | select id
    disputes | Group-Object status | Sort-Object Count -Descending
      => disputes | summarize by=status n=count() | sort n desc
    disputes | Group-Object status -NoElement
      => disputes | summarize by=status n=count()
    disputes | Group-Object -Property status
      => disputes | summarize by=status n=count()
    disputes | Group-Object status | Select-Object Name, Count
      => disputes | summarize by=status n=count() | select status, n
    disputes | Select-Object -Last 5
      => disputes | sort created | take 5
    disputes | Select-Object -Skip 5
      => disputes | skip 5
    disputes | Select-Object -First 5 -Skip 2
      => disputes | skip 2 | take 5
    disputes | Select-Object -ExpandProperty id
      => disputes | select id
    disputes | Select-Object -Unique status
      => disputes | select status | uniq
    disputes | select -First 5
      => disputes | take 5
    disputes | select -Last 2 -Property id
      => disputes | sort created | take 2 | select id
    disputes | sort -Property amount -Descending
      => disputes | sort amount desc
    disputes | Sort-Object { $_.amount }
      => disputes | sort amount
    disputes | Sort-Object amount -Descending | Select-Object -First 3
      => disputes | sort amount desc | take 3
    disputes | Export-Csv -Path f.csv
      => disputes | save @f.csv
    disputes | Export-Csv f.csv -NoTypeInformation
      => disputes | save @f.csv
    disputes | gm
      => disputes | describe
    disputes | Get-Member
      => disputes | describe
    Get-Content leases.csv
      => read @leases.csv
    Import-Csv leases.csv
      => read @leases.csv
    Import-Csv leases.csv | Where-Object { $_.tenant -eq 'Ana' }
      => read @leases.csv | where tenant == 'Ana'
    $disputes = disputes
      => let disputes = disputes
    # stages of jq, nushell, Kusto, Splunk and the shell
    disputes | select id, case when amount > 1000eur then "large" else "small" end as size
      => disputes | select id, size=(if amount > 1000eur then "large" else "small")
    disputes | select id, size = if(amount > 1000eur, "large", "small")
      => disputes | select id, size=(if amount > 1000eur then "large" else "small")
    disputes | group by status having count > 2
      => disputes | summarize by=status n=count() | where n > 2
    disputes | summarize by=status n=count() having n > 2
      => disputes | summarize by=status n=count() | where n > 2
    disputes | select distinct status
      => disputes | select status | uniq
    disputes | distinct
      => disputes | uniq
    disputes | count distinct status
      => disputes | select status | uniq | count
    disputes | =SUM(amount)
      => disputes | summarize by=currency total=sum(amount)
    disputes | sumif(status, "won", amount)
      => disputes | where status == "won" | summarize by=currency total=sum(amount)
    disputes | countif(status == won)
      => disputes | where status == won | count
    disputes | ? status -eq won
      => disputes | where status == won
    disputes | foreach { $_.id }
      => disputes | select id
    disputes | Out-GridView
      => disputes
    disputes | Format-List
      => disputes
    disputes | ft id, status
      => disputes | select id, status
    disputes | agg sum(amount) by status
      => disputes | summarize by=[status, currency] total=sum(amount)
    disputes | each { |d| $d.id }
      => disputes | select id
    disputes | each { get id }
      => disputes | select id
    disputes | get id amount
      => disputes | select id, amount
    disputes | sort-by amount -r
      => disputes | sort amount desc
    disputes | sort-by amount | reverse
      => disputes | sort amount desc
    disputes | sort-by -r amount
      => disputes | sort amount desc
    disputes | columns
      => disputes | describe
    disputes | get amount | sum
      => disputes | summarize by=currency total=sum(amount)
    disputes | skip 5 | first 5
      => disputes | skip 5 | take 5
    disputes | uniq-by status
      => disputes | uniq by=status
    disputes | find won
      => disputes | where status == won
    disputes | map(select(.status=="won" and .amount > 1000))
      => disputes | where status == "won" and amount > 1000
    disputes | map(select(.status == "won")) | length
      => disputes | where status == "won" | count
    disputes | [.[] | select(.status == "won")] | length
      => disputes | where status == "won" | count
    disputes | .[] | select(.status == "won") | {id, amount}
      => disputes | where status == "won" | select id, amount
    disputes | map({id, amount})
      => disputes | select id, amount
    disputes | map({id: .id, a: .amount})
      => disputes | select id, a=amount
    disputes | map(.amount) | add
      => disputes | summarize by=currency total=sum(amount)
    disputes | map(.amount) | max
      => disputes | summarize by=currency max_amount=max(amount)
    disputes | [.[].amount] | add
      => disputes | summarize by=currency total=sum(amount)
    disputes | group_by(.status) | map({status: .[0].status, n: length})
      => disputes | summarize by=status n=count()
    disputes | group_by(.status) | map(length)
      => disputes | summarize by=status n=count()
    disputes | unique_by(.status)
      => disputes | uniq by=status
    disputes | map(.status) | unique
      => disputes | select status | uniq
    disputes | sort_by(.amount) | reverse | .[0:5]
      => disputes | sort amount desc | take 5
    disputes | sort_by(.status, .amount)
      => disputes | sort status, amount
    disputes | .[2:4]
      => disputes | skip 2 | take 2
    disputes | .[-2:]
      => disputes | sort created | take 2
    disputes | .[] | .id, .amount
      => disputes | select id, amount
    disputes | @csv
      => disputes | as csv
    disputes | @tsv
      => disputes | as tsv
    disputes | .[] | [.id, .amount] | @csv
      => disputes | select id, amount | as csv
    disputes | tojson
      => disputes | as json
    disputes | select(.amount > 1000)
      => disputes | where amount > 1000
    disputes | select(.status | test("won"))
      => disputes | where status matches "*won*"
    disputes | select(.status == "won" or .status == "lost")
      => disputes | where status == "won" or status == "lost"
    disputes | select(.status | IN("won", "lost"))
      => disputes | where status in ["won", "lost"]
    disputes | max_by(.amount)
      => disputes | sort amount desc | take 1
    disputes | min_by(.amount)
      => disputes | sort amount | take 1
    disputes | jq '.[] | select(.status=="won") | .id'
      => disputes | where status == "won" | select id
    disputes | jq -r '.[].id'
      => disputes | select id
    disputes | jq length
      => disputes | count
    disputes | jq '. | length'
      => disputes | count
    disputes | jq 'map(.amount) | add'
      => disputes | summarize by=currency total=sum(amount)
    disputes | stats sum(amount) as total by status
      => disputes | summarize by=[status, currency] total=sum(amount)
    disputes | stats count as n, sum(amount) as total by currency
      => disputes | summarize by=currency n=count() total=sum(amount)
    disputes | project id, value=amount
      => disputes | select id, value=amount
    disputes | summarize n=count(), total=sum(amount) by status, currency
      => disputes | summarize by=[status, currency] n=count() total=sum(amount)
    disputes | top 5 by amount desc
      => disputes | sort amount desc | take 5
    disputes | getschema
      => disputes | describe
    disputes | dedup status
      => disputes | uniq by=status
    disputes | fields + id, amount
      => disputes | select id, amount
    disputes | table id, amount
      => disputes | select id, amount
    disputes | search status=won
      => disputes | where status == won
    search status=won | stats count
      => disputes | where status == won | summarize n=count()
    disputes | grep -v won
      => disputes | where status != won
    disputes | grep -i WON
      => disputes | where status == won
    disputes | grep "won"
      => disputes | where status == won
    disputes | grep -E 'won|lost'
      => disputes | where status in [won, lost]
    disputes | egrep 'won|lost'
      => disputes | where status in [won, lost]
    disputes | head -n5
      => disputes | take 5
    disputes | tail -1
      => disputes | sort created | take 1
    disputes | sort -n amount
      => disputes | sort amount
    disputes | sort -rn -k amount
      => disputes | sort amount desc
    disputes | column -t
      => disputes
    disputes > f
      => disputes | save @f.csv
    disputes > out.json
      => disputes | save @out.json
    disputes &> f.csv
      => disputes | save @f.csv
    disputes &
      => disputes
    disputes ids=$(cat ids.txt)
      => disputes ids=@ids.txt
    cat leases.csv | head -3
      => read @leases.csv | take 3
    wc -l leases.csv
      => read @leases.csv | count
    disputes | less -S
      => disputes
    gh dispute list
      => disputes
    # options of command lines, and other programs
    disputes | head --lines=5
      => disputes | take 5
    disputes --limit=5
      => disputes | take 5
    disputes -L 5
      => disputes | take 5
    disputes --json id,amount
      => disputes | select id, amount | as json
    disputes --json id,amount,status
      => disputes | select id, amount, status | as json
    disputes --json
      => disputes | as json
    disputes -o json
      => disputes | as json
    disputes -o yaml
      => disputes | as yaml
    disputes --output=csv
      => disputes | as csv
    disputes --format json
      => disputes | as json
    disputes --all
      => disputes
    disputes --jq '.[].id'
      => disputes | select id
    disputes --sort amount
      => disputes | sort amount
    disputes --sort-by amount
      => disputes | sort amount
    disputes --filter status=won
      => disputes | where status == won
    disputes --query "status=won"
      => disputes | where status == won
    disputes --where "status=won"
      => disputes | where status == won
    disputes --status won --limit 5 --json id
      => disputes status=won | take 5 | select id | as json
    disputes list --status won
      => disputes status=won
    dispute view dp_a1
      => dispute dp_a1
    dispute dp_a1 --json id,amount
      => dispute dp_a1 | select id, amount | as json
    dispute dp_a1 -o json
      => dispute dp_a1 | as json
    stripe disputes list
      => disputes
    cpay disputes
      => disputes
    kubectl get disputes
      => disputes
    # conditions
    disputes | where metadata->>'team' = 'berlin'
      => disputes | where metadata.team == 'berlin'
    disputes | where status =~ won
      => disputes | where status matches "*won*"
    disputes | where status =~ "won"
      => disputes | where status matches "*won*"
    disputes | where status !~ won
      => disputes | where status not matches "*won*"
    disputes | where status in [won lost]
      => disputes | where status in [won, lost]
    disputes | where $it.status == won
      => disputes | where status == won
    disputes | where status has "won"
      => disputes | where status matches "*won*"
    disputes | where status =~ "WON"
      => disputes | where status matches "*won*"
    disputes | where status="won" | stats count by reason | sort -count
      => disputes | where status == "won" | summarize by=reason n=count() | sort n desc
    disputes | where status ≠ won
      => disputes | where status != won
    disputes | where reason like 'fraud'
      => disputes | where reason matches "fraud"
    disputes | where status like 'w_n'
      => disputes | where status matches "w?n"
    disputes | where status like won
      => disputes | where status matches "won"
    disputes | where reason not like '%fraud%'
      => disputes | where reason not matches "*fraud*"
    disputes | where reason ~ 'fraud'
      => disputes | where reason matches "*fraud*"
    disputes | where reason ~* 'fraud'
      => disputes | where reason matches "*fraud*"
    disputes | where id.contains("a1")
      => disputes | where id matches "*a1*"
    disputes | where "fraud" in reason
      => disputes | where reason contains "fraud"
    disputes | where status not in ('won', 'lost')
      => disputes | where status not in ['won', 'lost']
    disputes | where status NOT IN (won)
      => disputes | where status not in [won]
    disputes | where status !in (won, lost)
      => disputes | where status not in [won, lost]
    disputes | where status in (won lost)
      => disputes | where status in [won, lost]
    disputes | where status not won
      => disputes | where status != won
    disputes | where status not "won"
      => disputes | where status != "won"
    disputes | where status not == won
      => disputes | where status != won
    disputes | where status isnot won
      => disputes | where status != won
    disputes | where status other than won
      => disputes | where status != won
    disputes | where status except won
      => disputes | where status != won
    disputes | where neither won nor lost
      => disputes | where status not in [won, lost]
    disputes | where status either won or lost
      => disputes | where status in [won, lost]
    disputes | where status any of (won, lost)
      => disputes | where status in [won, lost]
    disputes | where status: [won, lost]
      => disputes | where status in [won, lost]
    disputes | where status = won or lost
      => disputes | where status in [won, lost]
    disputes | where status == won or == lost
      => disputes | where status == won or status == lost
    disputes | where status == won or status lost
      => disputes | where status == won or status == lost
    disputes | where payment_intent IS NULL
      => disputes | where payment_intent == null
    disputes | where payment_intent not null
      => disputes | where payment_intent != null
    disputes | where payment_intent null
      => disputes | where payment_intent == null
    disputes | where payment_intent = null
      => disputes | where payment_intent == null
    disputes | where payment_intent <> null
      => disputes | where payment_intent != null
    disputes | where payment_intent == ""
      => disputes | where payment_intent == null
    disputes | where payment_intent exists
      => disputes | where payment_intent != null
    disputes | where has payment_intent
      => disputes | where payment_intent != null
    disputes | where no payment_intent
      => disputes | where payment_intent == null
    disputes | where without payment_intent
      => disputes | where payment_intent == null
    disputes | where missing payment_intent
      => disputes | where payment_intent == null
    disputes | where payment_intent empty
      => disputes | where payment_intent == null
    disputes | where payment_intent.isNull()
      => disputes | where payment_intent == null
    disputes | where payment_intent is empty
      => disputes | where payment_intent == null
    disputes | where payment_intent
      => disputes | where payment_intent != null
    disputes | where status = "won"
      => disputes | where status == "won"
    disputes | where status == won ? true : false
      => disputes | where if status == won then true else false
    disputes | where status not won | close
      => disputes | where status != won | close
    disputes | where neither won nor lost | close
      => disputes | where status not in [won, lost] | close
    # times as people tell them
    disputes | where created > ago(7d)
      => disputes | where created > now - 7d
    disputes | where created > ago(7 days)
      => disputes | where created > now - 7d
    disputes | where evidence_due_by between (now() .. now() + 2d)
      => disputes | where evidence_due_by >= now and evidence_due_by <= now + 2d
    disputes | where evidence_due_by < 17:00
      => disputes | where evidence_due_by < today + 17h
    disputes | where evidence_due_by < 5pm
      => disputes | where evidence_due_by < today + 17h
    disputes | where evidence_due_by < today 17:00
      => disputes | where evidence_due_by < today + 17h
    disputes | where evidence_due_by < today at 17:00
      => disputes | where evidence_due_by < today + 17h
    disputes | where evidence_due_by < tomorrow 17:00
      => disputes | where evidence_due_by < today + 1d + 17h
    disputes | where evidence_due_by < tomorrow at 5pm
      => disputes | where evidence_due_by < today + 1d + 17h
    disputes | where created > yesterday 09:00
      => disputes | where created > today - 1d + 9h
    disputes | where created > 17:00
      => disputes | where created > today + 17h
    disputes | where created == yesterday
      => disputes | where date(created) == today - 1d
    disputes | where created = 2024-02-08
      => disputes | where date(created) == 2024-02-08
    disputes | where created on 2024-02-08
      => disputes | where date(created) == 2024-02-08
    disputes | where created > last month
      => disputes | where created > now - 30d
    disputes | where created today
      => disputes | where date(created) == today
    disputes | where created yesterday
      => disputes | where date(created) == today - 1d
    disputes | where created last week
      => disputes | where created > now - 7d
    disputes | where created in last week
      => disputes | where created > now - 7d
    disputes | where created in 2024-02
      => disputes | where created >= 2024-02-01 and created < 2024-03-01
    disputes | where created in Q1 2024
      => disputes | where created >= 2024-01-01 and created < 2024-04-01
    disputes | where created in 2024 Q4
      => disputes | where created >= 2024-10-01 and created < 2025-01-01
    disputes | where created in Feb 2024
      => disputes | where created >= 2024-02-01 and created < 2024-03-01
    disputes | where created > 3 days ago
      => disputes | where created > now - 3d
    disputes | where created > "3 days ago"
      => disputes | where created > now - 3d
    disputes | where created > -3d
      => disputes | where created > now - 3d
    disputes | where created > -7 days
      => disputes | where created > now - 7d
    disputes | where created > now - 3 days
      => disputes | where created > now - 3d
    disputes | where created within 3 days
      => disputes | where created > now - 3d
    disputes | where created within the last 3 days
      => disputes | where created > now - 3d
    disputes | where created older than 3 days
      => disputes | where created < now - 3d
    disputes | where created newer than 3 days
      => disputes | where created > now - 3d
    disputes | where created more than 3 days ago
      => disputes | where created < now - 3d
    disputes | where created less than 3 days ago
      => disputes | where created > now - 3d
    disputes | where evidence_due_by within 3 days
      => disputes | where evidence_due_by < now + 3d
    disputes | where due within 3 days
      => disputes | where evidence_due_by < now + 3d
    disputes | where due in 3 days
      => disputes | where evidence_due_by < now + 3d
    disputes | where due tomorrow
      => disputes | where date(evidence_due_by) == today + 1d
    disputes | where overdue
      => disputes | where evidence_due_by < now
    disputes | where evidence_due_by < next month
      => disputes | where evidence_due_by < now + 30d
    disputes | where evidence_due_by tomorrow
      => disputes | where date(evidence_due_by) == today + 1d
    disputes | where evidence_due_by today
      => disputes | where date(evidence_due_by) == today
    disputes | where evidence_due_by < in 3 days
      => disputes | where evidence_due_by < now + 3d
    disputes | where evidence_due_by < +3d
      => disputes | where evidence_due_by < now + 3d
    disputes | where evidence_due_by < now + 1h30m
      => disputes | where evidence_due_by < now + 90m
    disputes | where evidence_due_by < now + 1 day 12 hours
      => disputes | where evidence_due_by < now + 36h
    disputes | where evidence_due_by < now + 1d12h
      => disputes | where evidence_due_by < now + 36h
    disputes | where evidence_due_by < now + P2D
      => disputes | where evidence_due_by < now + 2d
    disputes | where created > 2024-02-08 09:00+01:00
      => disputes | where created > 2024-02-08T09:00+01:00
    disputes | where created > 2024-02-08 09:00 CET
      => disputes | where created > 2024-02-08T09:00+01:00
    disputes | where created > 2024-02-08T09:00:00.000Z
      => disputes | where created > 2024-02-08T09:00:00Z
    disputes | where created > 2024-02-08T09:00:00+01
      => disputes | where created > 2024-02-08T09:00:00+01:00
    disputes | where created > 1707350400
      => disputes | where created > time(1707350400)
    disputes | where created > 1707350400000
      => disputes | where created > time(1707350400000 / 1000)
    disputes | where created > Date("2024-02-08")
      => disputes | where created > date("2024-02-08")
    disputes | where created > datetime(2024-02-08)
      => disputes | where created > 2024-02-08
    disputes | where created > DATE '2024-02-08'
      => disputes | where created > 2024-02-08
    disputes | where created > TIMESTAMP '2024-02-08 09:00'
      => disputes | where created > 2024-02-08T09:00Z
    disputes | where created > to_date('2024-02-08', 'YYYY-MM-DD')
      => disputes | where created > 2024-02-08
    disputes | where created > now() - timedelta(days=7)
      => disputes | where created > now - 7d
    disputes | where created between 2024-01-01..2024-02-01
      => disputes | where created >= 2024-01-01 and created <= 2024-02-01
    disputes | where created between last week and today
      => disputes | where created >= now - 7d and created <= today
    disputes | where created more than 3 days ago | close
      => disputes | where created < now - 3d | close
    disputes | where evidence_due_by < tomorrow at 17:00 | close
      => disputes | where evidence_due_by < today + 1d + 17h | close
    disputes | where overdue | close
      => disputes | where evidence_due_by < now | close
    disputes | where created yesterday | close
      :: the whole day is `date(created) == today - 1d`
    time disputes
      :: `:time` in a session tells how long a program took
    disputes | where created not older than 3 days
      => disputes | where created >= now - 3d
    disputes | where created is not more than 3 days ago
      => disputes | where created >= now - 3d
    disputes | where created at least 3 days ago
      => disputes | where created <= now - 3d
    disputes | where deadline < tomorrow
      => disputes | where evidence_due_by < today + 1d
    disputes | where not overdue
      => disputes | where not evidence_due_by < now
    disputes | where created > yesterday 17:30
      => disputes | where created > today - 1d + 17h + 30m
    # amounts
    disputes | where amount > 1000 and status == won | length
      => disputes | where amount > 1000 and status == won | count
    disputes | where amount > 1K
      => disputes | where amount > 1000eur
    disputes | where amount > 1k eur
      => disputes | where amount > 1000eur
    disputes | where amount > 1,5 Mio
      => disputes | where amount > 1500000eur
    disputes | where amount > 1,5 Mio EUR
      => disputes | where amount > 1500000eur
    disputes | where amount > 1.5M
      => disputes | where amount > 1500000eur
    disputes | where amount > 1.5m eur
      => disputes | where amount > 1500000eur
    disputes | where amount > EUR1000
      => disputes | where amount > 1000eur
    disputes | where amount > 1000 €
      => disputes | where amount > 1000eur
    disputes | where amount > 1000 eur
      => disputes | where amount > 1000eur
    disputes | where amount > 1000,- €
      => disputes | where amount > 1000eur
    disputes | where amount > 1000.- CHF
      => disputes | where amount > 1000chf
    disputes | where amount > (5 eur)
      => disputes | where amount > (5eur)
    disputes | where amount > 1e3
      => disputes | where amount > 1000eur
    disputes | where amount > $1,000.00 USD
      => disputes | where amount > 1000usd
    disputes | where amount > USD 1,000
      => disputes | where amount > 1000usd
    disputes | where amount > 1000.00
      => disputes | where amount > 1000eur
    disputes | where amount > 1000.00 and currency == eur
      => disputes | where amount > 1000eur and currency == eur
    disputes | where amount ≥ 10eur
      => disputes | where amount >= 10eur
    disputes | where amount ≤ 10eur
      => disputes | where amount <= 10eur
    disputes | where amount = 10eur
      => disputes | where amount == 10eur
    disputes | where amount between 100 and 1000
      => disputes | where amount >= 100 and amount <= 1000
    disputes | where amount between (100eur, 1000eur)
      => disputes | where amount >= 100eur and amount <= 1000eur
    disputes | where amount between [100eur, 1000eur]
      => disputes | where amount >= 100eur and amount <= 1000eur
    disputes | where amount BETWEEN 100 AND 1000 EUR
      => disputes | where amount >= 100eur and amount <= 1000eur
    disputes | where 100eur <= amount <= 1000eur
      => disputes | where 100eur <= amount and amount <= 1000eur
    disputes | where amount ≤ 10eur | close
      => disputes | where amount <= 10eur | close
    # texts without quotes, and what a write is given
    disputes | .[] | {id: .id, team: .metadata.team}
      => disputes | select id, team=metadata.team
    disputes | .[].metadata.team
      => disputes | select metadata.team
    disputes | select(.metadata.team != null)
      => disputes | where metadata.team != null
    dispute dp_a1 | close | apply 5
      => dispute dp_a1 | close | apply max=5
    disputes | where metadata.name == Jane Doe
      => disputes | where metadata.name == "Jane Doe"
    disputes | where metadata.name == Jane
      => disputes | where metadata.name == "Jane"
    disputes | where metadata.customer_name = Jane Doe
      => disputes | where metadata.customer_name == "Jane Doe"
    disputes | where evidence.customer_name == Jane Doe
      => disputes | where evidence.customer_name == "Jane Doe"
    disputes | where evidence.customer_email == jane@example.com
      => disputes | where evidence.customer_email == "jane@example.com"
    disputes | where metadata.email = jane@example.com
      => disputes | where metadata.email == "jane@example.com"
    disputes | where customer_email == jane@example.com
      => disputes | where evidence.customer_email == "jane@example.com"
    disputes | where metadata.team == Berlin Mitte
      => disputes | where metadata.team == "Berlin Mitte"
    disputes | where metadata.team in [Berlin Mitte, Paris]
      => disputes | where metadata.team in ["Berlin Mitte", "Paris"]
    disputes | where metadata.city == München
      => disputes | where metadata.city == "München"
    disputes | where metadata.team == eu-west
      => disputes | where metadata.team == "eu-west"
    disputes | where metadata.team like '%Berlin%'
      => disputes | where metadata.team matches "*Berlin*"
    disputes | where metadata.url == https://example.com/x
      => disputes | where metadata.url == "https://example.com/x"
    disputes | where metadata.zip == 10115
      => disputes | where metadata.zip == "10115"
    disputes | where metadata.order == A-1234
      => disputes | where metadata.order == "A-1234"
    dispute dp_a1 | submit evidence={customer_name: Jane Doe}
      => dispute dp_a1 | submit evidence={customer_name: "Jane Doe"}
    dispute dp_a1 | submit evidence={customer_name: Jane}
      => dispute dp_a1 | submit evidence={customer_name: "Jane"}
    dispute dp_a1 | submit evidence={customer_email: jane@example.com}
      => dispute dp_a1 | submit evidence={customer_email: "jane@example.com"}
    dispute dp_a1 | submit evidence={customer_name: Jane Doe, customer_email: jane@example.com}
      => dispute dp_a1 | submit evidence={customer_name: "Jane Doe", customer_email: "jane@example.com"}
    dispute dp_a1 | submit evidence={customer_name="Ana"}
      => dispute dp_a1 | submit evidence={customer_name: "Ana"}
    dispute dp_a1 | submit evidence={"customer_name": "Ana"}
      => dispute dp_a1 | submit evidence={customer_name: "Ana"}
    dispute dp_a1 | submit evidence={customer_name => "Ana"}
      => dispute dp_a1 | submit evidence={customer_name: "Ana"}
    dispute dp_a1 | submit evidence={customer_name "Ana"}
      => dispute dp_a1 | submit evidence={customer_name: "Ana"}
    dispute dp_a1 | submit {customer_name: "Ana"}
      => dispute dp_a1 | submit evidence={customer_name: "Ana"}
    dispute dp_a1 | submit {customer_name="Ana"}
      => dispute dp_a1 | submit evidence={customer_name: "Ana"}
    dispute dp_a1 | submit customer_name="Ana"
      => dispute dp_a1 | submit evidence={customer_name: "Ana"}
    dispute dp_a1 | submit customer_name=Ana
      => dispute dp_a1 | submit evidence={customer_name: "Ana"}
    dispute dp_a1 | submit @lease.json
      => dispute dp_a1 | submit evidence=@lease.json
    dispute dp_a1 | submit lease.json
      => dispute dp_a1 | submit evidence=@lease.json
    dispute dp_a1 | submit "lease.json"
      => dispute dp_a1 | submit evidence=@lease.json
    dispute dp_a1 | submit with @lease.json
      => dispute dp_a1 | submit evidence=@lease.json
    dispute dp_a1 | draft evidence='{"customer_name": "Ana"}'
      => dispute dp_a1 | draft evidence={customer_name: "Ana"}
    disputes | where metadata.team like '%x%'
      => disputes | where metadata.team matches "*x*"
    disputes | where metadata.team is null
      => disputes | where metadata.team == null
    disputes | where metadata.team == Berlin Mitte | close
      => disputes | where metadata.team == "Berlin Mitte" | close
    disputes | draft evidence='{"customer_name": "Ana"}'
      => disputes | draft evidence={customer_name: "Ana"}
    # charts
    disputes | chart amount kind=hist
      => disputes | chart id amount kind=hist
    disputes | chart amount kind=histogram
      => disputes | chart id amount kind=hist
    disputes | chart status
      => disputes | summarize by=status n=count() | chart status n
    disputes | chart status kind=bar
      => disputes | summarize by=status n=count() | chart status n kind=bar
    disputes | chart kind=bar x=status y=amount
      => disputes | chart kind=bar status amount
    disputes | summarize by=status n=count() | chart bar status n
      => disputes | summarize by=status n=count() | chart status n kind=bar
    disputes | chart line created, amount
      => disputes | chart created amount kind=line
    disputes | chart histogram amount
      => disputes | chart id amount kind=hist
    disputes | chart bar status
      => disputes | summarize by=status n=count() | chart status n kind=bar
    disputes | plot status
      => disputes | summarize by=status n=count() | chart status n
    disputes | plot amount
      => disputes | chart id amount
    disputes | bar status
      => disputes | summarize by=status n=count() | chart status n
    disputes | hist amount
      => disputes | chart id amount kind=hist
    disputes | histogram amount
      => disputes | summarize by=amount n=count()
    disputes | summarize by=status n=count() | chart kind=bar
      => disputes | summarize by=status n=count() | chart status n kind=bar
    disputes | summarize by=status n=count() | chart
      => disputes | summarize by=status n=count() | chart status n
    disputes | summarize by=status n=count() | chart n
      => disputes | summarize by=status n=count() | chart status n
    # what there is not here, and what comes nearest
    SELECT * FROM disputes RIGHT JOIN charges ON disputes.charge = charges.id
      :: `expand charge` adds the charge of each
    SELECT * FROM disputes CROSS JOIN charges
      :: a join adds to the rows before it
    SELECT * FROM disputes NATURAL JOIN charges
      :: a join adds to the rows before it
    select * from disputes join leases on disputes.charge = leases.charge
      :: `join $(read @leases.csv) on=charge kind=left`
    SELECT id FROM disputes WHERE status = 'won' UNION SELECT id FROM disputes WHERE status = 'lost'
      :: `disputes | where status in [won, lost]`
    SELECT id FROM disputes UNION ALL SELECT id FROM charges
      :: rows of two sources are not put together
    SELECT id FROM disputes EXCEPT SELECT id FROM disputes WHERE status = 'lost'
      :: rows of two sources are not put together
    SELECT * FROM disputes WHERE charge IN (SELECT id FROM charges WHERE amount > 1000)
      :: `let big = charges | where amount > 1000eur | select charge=id; disputes | join $big on=charge`
    SELECT id FROM disputes WHERE NOT EXISTS (SELECT 1 FROM charges)
      :: a condition holds no query
    SELECT ROW_NUMBER() OVER (PARTITION BY status ORDER BY created) FROM disputes
      :: there are no window functions
    SELECT id, SUM(amount) OVER (PARTITION BY status) FROM disputes
      :: there are no window functions
    SELECT percentile_cont(0.5) FROM disputes
      :: the aggregates are count, sum, min, max and avg
    SELECT date_trunc('month', created), count(*) FROM disputes GROUP BY 1
      :: `set day=date(created) | summarize by=day n=count()`
    SELECT EXTRACT(year FROM created) FROM disputes
      :: of a time there is its day
    SELECT id FROM disputes ORDER BY evidence_due_by NULLS FIRST
      :: what is missing comes last, in either order
    SELECT CAST(amount AS int) FROM disputes
      :: a value is converted by a function
    disputes | set n=row_number()
      :: `sort created | uniq by=status` keeps the first row of each
    disputes | set prev=lag(amount)
      :: there are no window functions
    disputes | summarize m=median(amount)
      :: the aggregates are count, sum, min, max and avg
    disputes | summarize p=percentile(amount, 95)
      :: `chart id amount kind=hist`
    disputes | summarize won=countif(status == won)
      :: `disputes | where status == won | count`
    disputes | summarize n=count(distinct status)
      :: `disputes | select status | uniq | count`
    disputes | summarize dcount(status)
      :: `disputes | select status | uniq | count`
    disputes | summarize count() by bin(created, 1d)
      :: of a time there is its day
    disputes | union charges
      :: rows of two sources are not put together
    disputes | pivot status
      :: `summarize by=[status, reason] n=count()`
    disputes | transpose
      :: rows are not turned into columns
    disputes | rename id as dispute
      :: `select dispute=id, amount` gives it another
    df.rename(columns={"id": "dispute"})
      :: a column has its name from where it is made
    disputes | project-away metadata
      :: `select` names those that stay
    df.drop("id", axis=1)
      :: columns are not taken away
    disputes | del(.metadata)
      :: columns are not taken away
    disputes | to_entries
      :: `disputes | describe` lists them
    disputes | map(has("id"))
      :: a row has the fields of its type
    disputes | any(.status == "won")
      :: how many fit is counted
    disputes | sample 5
      :: `take 5` takes the first rows
    df.sample(5)
      :: nothing is left to chance
    df.fillna(0)
      :: a missing value is replaced where it is read
    df.dropna()
      :: `where payment_intent != null` leaves out rows without one
    df.apply(lambda r: r.amount)
      :: there are no loops
    disputes.forEach(d => close(d))
      :: there are no loops
    disputes | xargs close
      :: there are no loops: a stage works on every row
    disputes | for each close
      :: there are no loops
    disputes | while read d
      :: there are no loops
    sum(d.amount for d in disputes)
      :: there are no loops
    if status == won then close else submit
      :: `where status == won` says which rows
    disputes | if status == won then count
      :: a value is chosen by `if … then … else …`
    disputes | awk '{print $1}'
      :: columns have names and no numbers
    disputes | sed 's/won/lost/'
      :: this is no shell
    disputes | ls
      :: this is no shell
    disputes | curl -d x
      :: this is no shell
    disputes status=$(echo won)
      :: this is no shell
    cat ids.txt | xargs dispute
      :: this is no shell
    disputes | update amount 5
      :: rows are not written to
    disputes | timechart count
      :: `summarize by=status n=count() | chart status n`
    disputes | rex field=id "dp_(?<x>.*)"
      :: texts are not cut up or replaced
    disputes | set short=substr(id, 0, 2)
      :: texts are not cut up or replaced
    disputes | where datediff(now(), created) > 7
      :: `days(now - created)` its days
    disputes | enumerate
      :: rows have no numbers
    disputes | tail -f
      :: `events` lists what has happened
    watch disputes
      :: nothing is watched
    export STATUS=won
      :: a program has no environment
    =VLOOKUP(charge, leases, 2, FALSE)
      :: there are no cells or formulas
    =A1+B1
      :: there are no cells or formulas
    =FILTER(A:B, C:C="won")
      :: there are no cells or formulas
    disputes --help
      :: `help disputes`, or `disputes?`, tells of a word
    disputes --dry-run
      :: no write needs a dry run
    dispute dp_a1 | close --dry-run
      :: nothing is sent before someone has agreed to the plan
    dispute dp_a1 | close --yes
      :: nobody agrees to a write in the program itself
    dispute dp_a1 | close --force
      :: its number is typed at the terminal
    dispute dp_a1 | close | apply --auto-approve
      :: nobody agrees to a write in the program itself
    dispute dp_a1 | close | apply yes
      :: nobody agrees to a write in the program itself
    dispute dp_a1 | close | plan
      :: it makes a plan, and shows it
    terraform apply
      :: this is no shell, and starts no programs
    runs
      :: `:runs` shows what was sent
    resume
      :: `cpay resume` goes on with a run
    disputes | where created > last monday
      :: nothing here is called `last monday`
    disputes | where created > this week
      :: write the date, the year first
    disputes | where evidence_due_by < end of week
      :: nothing here is called `end of week`
    disputes | where created > Feb 2024
      :: write `2024-02-01` or `2024-03-01`
    disputes | where created > Q2 2024
      :: write `2024-04-01` or `2024-07-01`
    disputes | where evidence_due_by < 17:00 | close
      :: `17:00` may be the last one or the next
    disputes | where created more than 3 months ago | close
      :: months, years and their like have no fixed length
    disputes | where reason not like "product_not%" | close
      :: `matches` takes a glob
    # more of the same kinds
    SELECT id FROM disputes d INNER JOIN charges AS c ON d.charge = c.id ORDER BY c.amount DESC LIMIT 3
      => disputes | expand charge | sort charge.amount desc | take 3 | select id
    select c.customer, count(*) from disputes d join charges c on d.charge = c.id group by c.customer
      => disputes | expand charge | summarize by=charge.customer n=count()
    SELECT status, count(*) AS total FROM disputes GROUP BY status ORDER BY total DESC
      => disputes | summarize by=status total=count() | sort total desc
    SELECT status, sum(amount) total FROM disputes GROUP BY status
      => disputes | summarize by=[status, currency] total=sum(amount)
    SELECT id, amount * 2 AS double FROM disputes
      => disputes | select id, double=(amount * 2)
    SELECT id, UPPER(status) FROM disputes
      => disputes | select id, upper=upper(status)
    SELECT * FROM disputes WHERE status NOT IN ('won','lost') AND amount > 1000
      => disputes | where status not in ['won', 'lost'] and amount > 1000
    SELECT * FROM disputes WHERE (status = 'won' OR status = 'lost') AND currency = 'eur'
      => disputes | where (status == 'won' or status == 'lost') and currency == 'eur'
    SELECT * FROM disputes WHERE created > now() - interval '30 days'
      => disputes | where created > now - 30d
    SELECT * FROM disputes WHERE created BETWEEN now() - interval '7 days' AND now()
      => disputes | where created >= now - 7d and created <= now
    SELECT * FROM disputes WHERE metadata.team ILIKE '%ber%'
      => disputes | where metadata.team matches "*ber*"
    SELECT * FROM disputes WHERE amount > 1000 ORDER BY created DESC OFFSET 10 ROWS FETCH NEXT 5 ROWS ONLY
      => disputes | where amount > 1000 | sort created desc | skip 10 | take 5
    SELECT TOP 10 id, amount FROM disputes ORDER BY amount DESC
      => disputes | sort amount desc | take 10 | select id, amount
    SELECT MAX(amount), MIN(amount) FROM disputes
      => disputes | summarize by=currency max_amount=max(amount) min_amount=min(amount)
    SELECT AVG(amount) AS average FROM disputes WHERE status = 'won'
      => disputes | where status == 'won' | summarize by=currency average=avg(amount)
    SELECT COUNT(*) AS n FROM disputes
      => disputes | summarize n=count()
    SELECT COUNT(*) FROM disputes WHERE status = 'won' GROUP BY reason HAVING COUNT(*) > 5 ORDER BY COUNT(*) DESC
      => disputes | where status == 'won' | summarize by=reason n=count() | where n > 5 | sort n desc
    SELECT reason FROM disputes GROUP BY reason
      => disputes | summarize by=reason n=count()
    SELECT id FROM disputes WHERE charge IN ('ch_1','ch_2')
      => disputes | where charge in ['ch_1', 'ch_2'] | select id
    SELECT id FROM disputes WHERE evidence_due_by IS NOT NULL AND evidence_due_by < now()
      => disputes | where evidence_due_by != null and evidence_due_by < now | select id
    DESCRIBE disputes
      => disputes | describe
    EXPLAIN SELECT * FROM disputes
      => explain disputes
    SELECT IF(amount > 1000, 'big', 'small') AS size FROM disputes
      => disputes | select size=(if amount > 1000 then 'big' else 'small')
    WITH a AS (SELECT * FROM disputes WHERE status='won'), b AS (SELECT * FROM a WHERE amount > 1000) SELECT id FROM b
      => disputes | where status == 'won' | where amount > 1000 | select id
    SELECT id FROM disputes WHERE status LIKE 'w%'
      => disputes | where status matches "w*" | select id
    SELECT id FROM disputes WHERE LENGTH(id) > 5
      => disputes | where length(id) > 5 | select id
    SELECT * FROM events WHERE type = 'dispute.created' LIMIT 10
      => events | where type == 'dispute.created' | take 10
    SELECT id, metadata->>'team' AS team FROM disputes
      => disputes | select id, team=metadata.team
    SELECT DISTINCT currency FROM charges
      => charges | select currency | uniq
    disputes | where status == won | group reason | count
      => disputes | where status == won | summarize by=reason n=count()
    disputes | group by status sum amount
      => disputes | summarize by=[status, currency] total=sum(amount)
    disputes | summarize total = sum(amount) by currency | order by total desc
      => disputes | summarize by=currency total=sum(amount) | sort total desc
    disputes | summarize avg(amount), max(amount) by currency
      => disputes | summarize by=currency avg_amount=avg(amount) max_amount=max(amount)
    disputes | aggregate sum(amount) by status
      => disputes | summarize by=[status, currency] total=sum(amount)
    disputes | count status
      => disputes | summarize by=status n=count()
    disputes | count where status == won
      => disputes | where status == won | count
    disputes | avg amount by status
      => disputes | summarize by=[status, currency] avg_amount=avg(amount)
    disputes | max amount
      => disputes | summarize by=currency max_amount=max(amount)
    disputes | biggest 5
      => disputes | sort amount desc | take 5
    disputes | newest 5
      => disputes | sort created desc | take 5
    disputes | latest
      => disputes | sort created desc | take 1
    disputes | oldest 3
      => disputes | sort created | take 3
    disputes | all
      => disputes
    disputes | keep id, amount
      => disputes | select id, amount
    disputes | show id, amount
      => disputes | select id, amount
    disputes | display
      => disputes
    disputes | format table
      => disputes | as table
    disputes | json
      => disputes | as json
    disputes | csv
      => disputes | as csv
    disputes | yaml
      => disputes | as yaml
    disputes | export csv
      => disputes | as csv
    disputes | export to f.csv
      => disputes | save @f.csv
    disputes | to f.csv
      => disputes | save @f.csv
    disputes | write to f.csv
      => disputes | save @f.csv
    disputes | into f.csv
      => disputes | save @f.csv
    disputes | > f.csv
      => disputes | save @f.csv
    disputes | >> f.csv
      => disputes | save @f.csv
    disputes > "f.csv"
      => disputes | save @f.csv
    df.to_csv("f.csv", index=False)
      => disputes | save @f.csv
    df.sort_values(by="amount", ascending=False).head(3)
      => disputes | sort amount desc | take 3
    df.sort_values(["status", "amount"])
      => disputes | sort status, amount
    df[["id", "amount"]].head()
      => disputes | select id, amount | take 5
    df[df.amount > 1000].groupby("status").size()
      => disputes | where amount > 1000 | summarize by=status n=count()
    df[df.status != "won"]
      => disputes | where status != "won"
    df[df.metadata.team == "berlin"]
      => disputes | where metadata.team == "berlin"
    df["amount"].sum()
      => disputes | summarize by=currency total=sum(amount)
    df["amount"].mean()
      => disputes | summarize by=currency avg_amount=avg(amount)
    df.amount.describe()
      => disputes | select amount | describe
    df.where(df.status == "won")
      => disputes | where status == "won"
    df.filter(items=["id"])
      => disputes | select id
    df.reset_index()
      => disputes
    df.head(10)[["id"]]
      => disputes | take 10 | select id
    df.value_counts("status")
      => disputes | summarize by=status n=count()
    df.groupby("status").first()
      => disputes | uniq by=status
    df.groupby("status").agg(n=("id", "count"))
      => disputes | summarize by=status n=count(id)
    df.loc[0]
      => disputes | take 1
    df.loc[df["amount"] > 1000]
      => disputes | where amount > 1000
    df.iloc[:5]
      => disputes | take 5
    df.iloc[-1]
      => disputes | sort created | take 1
    df.query("amount > 1000").sort_values("amount")
      => disputes | where amount > 1000 | sort amount
    df.copy()
      => disputes
    df.tail()
      => disputes | sort created | take 5
    disputes[-1]
      => disputes | sort created | take 1
    disputes[0].id
      => disputes | take 1 | select id
    disputes[0:5]
      => disputes | take 5
    disputes.filter(status="won").count()
      => disputes | where status == "won" | count
    disputes.find({status: "won"})
      => disputes | where status == "won"
    disputes.list(limit=5)
      => disputes | take 5
    disputes.retrieve("dp_a1")
      => dispute dp_a1
    disputes.get("dp_a1")
      => dispute dp_a1
    stripe.Dispute.list(limit=3)
      => disputes | take 3
    disputes.find(d => d.id === "dp_a1")
      => disputes | where id == "dp_a1"
    disputes.groupBy(d => d.status)
      => disputes | summarize by=status n=count()
    disputes.first
      => disputes | take 1
    disputes.last
      => disputes | sort created | take 1
    disputes.sum("amount")
      => disputes | summarize by=currency total=sum(amount)
    disputes.pluck("id")
      => disputes | select id
    disputes %>% filter(status == "won") %>% select(id, amount)
      => disputes | where status == "won" | select id, amount
    disputes |> filter(status == "won")
      => disputes | where status == "won"
    disputes | filter(status == "won") | select(id, amount)
      => disputes | where status == "won" | select id, amount
    disputes <- read "x.csv"
      => let disputes = read @x.csv
    disputes ? status=won
      => disputes status=won
    disputes?status=won
      => disputes status=won
    disputes | where evidence_due_by in 3 days
      => disputes | where evidence_due_by < now + 3d
    disputes | where evidence_due_by before tomorrow
      => disputes | where evidence_due_by < today + 1d
    disputes | where evidence_due_by in the next 24 hours
      => disputes | where evidence_due_by >= now and evidence_due_by < now + 24h
    disputes | where evidence_due_by within 24h
      => disputes | where evidence_due_by < now + 24h
    disputes | where evidence_due_by within the next day
      => disputes | where evidence_due_by >= now and evidence_due_by < now + 1d
    disputes | where evidence_due_by < now + 1 day
      => disputes | where evidence_due_by < now + 1d
    disputes | where evidence_due_by less than 3 days from now
      => disputes | where evidence_due_by < now + 3d
    disputes | where due
      => disputes | where evidence_due_by != null
    disputes | where due today
      => disputes | where date(evidence_due_by) == today
    disputes | where due before 2024-03-01
      => disputes | where evidence_due_by < 2024-03-01
    disputes | where due < 2d
      => disputes | where evidence_due_by < now + 2d
    disputes due within 3 days
      => disputes | where evidence_due_by < now + 3d
    disputes overdue
      => disputes | where evidence_due_by < now
    disputes due tomorrow
      => disputes | where date(evidence_due_by) == today + 1d
    disputes created today
      => disputes | where date(created) == today
    disputes since yesterday
      => disputes | where created >= today - 1d
    disputes since 2024-01-01
      => disputes | where created >= 2024-01-01
    disputes from last week
      => disputes | where created > now - 7d
    disputes last week
      => disputes | where created > now - 7d
    disputes today
      => disputes | where date(created) == today
    disputes older than 30 days
      => disputes | where created < now - 30d
    disputes over 1000 eur
      => disputes | where amount > 1000eur
    disputes above 1000eur
      => disputes | where amount > 1000eur
    disputes with amount over 1000 eur
      => disputes | where amount > 1000eur
    disputes not won
      => disputes | where status != won
    disputes status!=won
      => disputes | where status != won
    disputes status<>won
      => disputes | where status != won
    disputes status in won,lost
      => disputes | where status in [won, lost]
    disputes team=berlin
      => disputes | where metadata.team == "berlin"
    disputes metadata.team=berlin
      => disputes | where metadata.team == "berlin"
    disputes metadata[team]=berlin
      => disputes | where metadata["team"] == "berlin"
    disputes created>2024-01-01
      => disputes | where created > 2024-01-01
    disputes reason=fraudulent status=won
      => disputes status=won | where reason == fraudulent
    disputes reason=fraudulent, status=won
      => disputes status=won | where reason == fraudulent
    disputes status = 'won' and reason = 'fraudulent'
      => disputes status=won | where reason == 'fraudulent'
    disputes (status=won)
      => disputes status=won
    disputes[status=won]
      => disputes | where status == won
    disputes status won reason fraudulent
      => disputes status=won | where reason == fraudulent
    disputes status is won
      => disputes status=won
    disputes status equals won
      => disputes status=won
    disputes having status won
      => disputes | where status == won
    disputes id=dp_a1,dp_b2
      => disputes ids=[dp_a1, dp_b2]
    disputes dp_a1 dp_b2
      => disputes ids=[dp_a1, dp_b2]
    disputes ids=dp_a1,dp_b2
      => disputes ids=[dp_a1, dp_b2]
    disputes ids dp_a1 dp_b2
      => disputes ids=[dp_a1, dp_b2]
    disputes ids="ids.txt"
      => disputes ids=@ids.txt
    dispute dp_a1 | .status
      => dispute dp_a1 | select status
    dispute(dp_a1)
      => dispute dp_a1
    dp_a1 | close
      => dispute dp_a1 | close
    dispute dp_a1 close
      => dispute dp_a1 | close
    dispute dp_a1 | submit receipt=@receipt.pdf
      => dispute dp_a1 | submit evidence={receipt: @receipt.pdf}
    dispute dp_a1 | submit evidence={receipt: receipt.pdf}
      => dispute dp_a1 | submit evidence={receipt: @receipt.pdf}
    dispute dp_a1 | submit evidence={receipt: "receipt.pdf", customer_name: Ana Maria}
      => dispute dp_a1 | submit evidence={receipt: @receipt.pdf, customer_name: "Ana Maria"}
    dispute dp_a1 | submit evidence={receipt=@receipt.pdf}
      => dispute dp_a1 | submit evidence={receipt: @receipt.pdf}
    dispute dp_a1 | submit evidence={customerName: "Ana"}
      => dispute dp_a1 | submit evidence={customer_name: "Ana"}
    dispute dp_a1 | submit evidence={CustomerName: "Ana"}
      => dispute dp_a1 | submit evidence={customer_name: "Ana"}
    dispute dp_a1 | submit evidence={customer_name: “Ana”}
      => dispute dp_a1 | submit evidence={customer_name: "Ana"}
    dispute dp_a1 | submit evidence={customer_name: José}
      => dispute dp_a1 | submit evidence={customer_name: "José"}
    dispute dp_a1 | submit evidence={billing_address: 12 Main St}
      => dispute dp_a1 | submit evidence={billing_address: "12 Main St"}
    upload lease.pdf
      => upload @lease.pdf
    upload "lease.pdf"
      => upload @lease.pdf
    dispute dp_a1 | close | apply max 1
      => dispute dp_a1 | close | apply max=1
    dispute dp_a1 | close | apply max=1 parallel 4
      => dispute dp_a1 | close | apply max=1 parallel=4
    dispute dp_a1 | close | apply --parallel=4
      => dispute dp_a1 | close | apply parallel=4
    disputes | set x=(if status == won then 1)
      => disputes | set x=(if status == won then 1 else null)
    disputes | set x=(status == won ? 1 : 0)
      => disputes | set x=(if status == won then 1 else 0)
    disputes | set x=(1 if status == won else 0)
      => disputes | set x=(if status == won then 1 else 0)
    disputes | set x = nvl(metadata.team, "none")
      => disputes | set x=(metadata.team ?? "none")
    disputes | set x=len(id)
      => disputes | set x=length(id)
    disputes | set x=now - created
      => disputes | set x=(now - created)
    disputes | select x = amount + 5eur
      => disputes | select x=(amount + 5eur)
    disputes | select amount + 5eur as x
      => disputes | select x=(amount + 5eur)
    disputes | mutate(x = amount)
      => disputes | set x=amount
    dispute dp_a1 | submit lease.pdf
      :: `evidence={service_documentation: @lease.pdf}`
    disputes | lose
      :: `close` accepts a dispute, which cannot be undone
    dispute dp_a1 | respond evidence=@lease.json
      :: a dispute is answered with `submit evidence=…`
    dispute dp_a1 | close | execute
      :: sent by `apply`, once someone has agreed
    df.to_excel("f.xlsx")
      :: `save @f.csv` writes what a spreadsheet opens
    disputes | set x=id.split("_")
      :: texts are not cut up or replaced
    disputes | drop metadata
      :: columns are not taken away
    explain SELECT id FROM disputes
      => explain disputes | select id
    disputes | set x=metadata.team || "none"
      => disputes | set x=(metadata.team ?? "none")
    disputes | where not won or lost
      => disputes | where status not in [won, lost]
    disputes | where not won or lost | close
      :: `status not in [won, lost]` leaves out all, `status != won` one
    disputes | where customer_email != a@b.de | close
      :: it is `evidence.customer_email`; every row without it differs
    """#
}
