# Reads filters and shows the queries that they become, for tests.
$toQuery = [ImapPS.ImapFilter].GetMethod('ToQuery', [Reflection.BindingFlags] 'NonPublic, Instance')

# The query of a filter, with the variables of whoever calls this.
function Get-FilterQuery([ImapPS.ImapFilter] $Filter, $State = $ExecutionContext.SessionState) {
    try { , $toQuery.Invoke($Filter, @($State)) }
    catch {
        $cause = $_.Exception
        while ($cause.InnerException -and $cause -isnot [FormatException]) { $cause = $cause.InnerException }
        throw $cause
    }
}

# A query on one line.
function Get-QueryShape($Query) {
    $name = $Query.GetType().Name
    switch ($name) {
        QueryAll { 'all' }
        QueryNone { 'none' }
        QueryAnd { '(and ' + (($Query.Terms | ForEach-Object { Get-QueryShape $_ }) -join ' ') + ')' }
        QueryOr { '(or ' + (($Query.Terms | ForEach-Object { Get-QueryShape $_ }) -join ' ') + ')' }
        QueryNot { '(not ' + (Get-QueryShape $Query.Term) + ')' }
        TextTerm { '{0}{1} {2}{3} <{4}>' -f $Query.Field, $(if ($Query.HeaderName) { "[$($Query.HeaderName)]" }), $Query.Test, $(if ($Query.CaseSensitive) { '!' }), $Query.Value }
        TimeTerm { "$($Query.Field) $($Query.Comparison) $($Query.Value.UtcDateTime.ToString('s', [cultureinfo]::InvariantCulture))Z" }
        AgeTerm { 'Age {0} {1:c}' -f $Query.Comparison, $Query.Value }
        NumberTerm { '{0} {1} {2}' -f $Query.Field, $Query.Comparison, $Query.Value }
        UidTerm { "Uid $($Query.Uids.ToString())" }
        FlagTerm { $Query.Flag }
        AttachmentTerm { 'attachment' }
        HeaderExistsTerm { "has[$($Query.Name)]" }
        LabelTerm { "Label $($Query.Test) <$($Query.Value)>" }
        IdTerm { "$($Query.Field) <$($Query.Value)>" }
        GmailRawTerm { "GmailRaw <$($Query.Value)>" }
        default { throw "There is no shape for $name." }
    }
}
