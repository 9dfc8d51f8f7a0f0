namespace ImapPS.Demo;

/// <summary>What the command line asks for.</summary>
internal sealed record DemoOptions(string? Server, string? User, string? CertificateAuthority, int? Port, bool Trace)
{
    public const string Usage = """
        usage: dotnet run --project src/ImapPS.Demo -- [--trace]
               dotnet run --project src/ImapPS.Demo -- --server HOST --user NAME [--port N] [--certificate-authority FILE.pem] [--trace]

          Without --server: everything, on a server in this process, with sample messages.
          With --server: the part that only reads, on your server; it asks for the password.
          --trace  prints the conversation at the end, secrets and literals left out.
        """;

    /// <exception cref="ArgumentException">Something is not understood, or missing.</exception>
    public static DemoOptions Parse(string[] args)
    {
        var options = new DemoOptions(null, null, null, null, false);
        for (var i = 0; i < args.Length; i++)
        {
            string Value() => ++i < args.Length ? args[i] : throw new ArgumentException($"{args[i - 1]} needs a value.");
            options = args[i] switch
            {
                "--trace" => options with { Trace = true },
                "--server" => options with { Server = Value() },
                "--user" => options with { User = Value() },
                "--certificate-authority" => options with { CertificateAuthority = Value() },
                "--port" => options with { Port = int.TryParse(Value(), out var port) ? port : throw new ArgumentException($"'{args[i]}' is not a port.") },
                _ => throw new ArgumentException($"'{args[i]}' is not understood."),
            };
        }

        return options.Server is null == options.User is null ? options : throw new ArgumentException("--server and --user go together.");
    }
}
