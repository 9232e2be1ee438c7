"""What cpay is told to do."""

PROGRAM = "disputes | where status in [needs_response, warning_needs_response]" \
    " | submit evidence={customer_name: \"Ana {id}\"}"
