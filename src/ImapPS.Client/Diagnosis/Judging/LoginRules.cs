namespace ImapPS.Client.Diagnosis;

/// <summary>Findings about logging in.</summary>
internal static class LoginRules
{
    public static IEnumerable<Finding> Judge(ServerReport report)
    {
        if (report.Login is not { } login)
            yield break;
        if (login.Succeeded is null)
            yield return new Finding(Severity.Error, "LoginNotTried", $"Logging in was not tried: {login.Detail}.", login.Remedy);
        else if (login.Succeeded == false)
            yield return new Finding(Severity.Error, "LoginFailed", login.Detail, login.Remedy, login.Port);

        foreach (var mechanism in login.Mechanisms.Where(m => m.Works == false && login.Succeeded == true))
        {
            yield return new Finding(
                Severity.Warning,
                "MechanismFails",
                $"{mechanism.Mechanism} is offered, but does not work for {SafeText.Clean(login.UserName, 100)}, whose password is right: {mechanism.Detail}",
                "Take it off the list of mechanisms, or store passwords in a form that it can use. Clients that try it first take the refusal for a wrong password.",
                login.Port);
        }
    }
}
