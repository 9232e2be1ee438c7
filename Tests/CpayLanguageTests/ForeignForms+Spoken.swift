/// Programs written as they are spoken, or with the signs of other keyboards and places.
extension ForeignForms {
  static let spoken = #"""
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
    """#
}
