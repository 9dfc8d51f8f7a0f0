using System.Security.Cryptography.X509Certificates;
using System.Text;
using ImapPS.Client;
using ImapPS.Client.Authentication;
using ImapPS.Client.Connecting;
using ImapPS.Client.Connection;
using ImapPS.Client.Session;
using ImapPS.Client.Transport;
using ImapPS.Demo;

DemoOptions options;
try
{
    options = DemoOptions.Parse(args);
}
catch (ArgumentException e)
{
    Console.Error.WriteLine(e.Message);
    Console.Error.WriteLine(DemoOptions.Usage);
    return 2;
}

Console.OutputEncoding = new UTF8Encoding(false);
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};

var trace = new List<string>();
try
{
    await (options.Server is null ? EmbeddedAsync() : RealAsync(options.Server, options.User!));
}
catch (ImapException e)
{
    Console.Error.WriteLine(e.Message);
    if (e.Hint is not null)
        Console.Error.WriteLine(e.Hint);
    return 1;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("Cancelled.");
    return 1;
}

if (options.Trace)
{
    Console.WriteLine();
    Console.WriteLine("The conversation");
    foreach (var line in trace)
        Console.WriteLine("  " + line);
}

return 0;

async Task EmbeddedAsync()
{
    await using var server = DemoServer.Start();
    Console.WriteLine($"An IMAP server in memory on {server.Host}: port {server.Port} with STARTTLS, port {server.TlsPort} with implicit TLS.");
    var request = Request(server.Host) with
    {
        Security = ConnectionSecurity.StartTls,
        StartTlsPort = server.Port,
        Tls = new TlsOptions { CertificateAuthorities = [X509Certificate2.CreateFromPem(server.CertificateAuthorityPem!)] },
    };
    await using var session = await ConnectAsync(request, DemoServer.User, DemoServer.Password.AsSpan().ToArray());
    var demo = new DemoRun(session, Console.Out, stop.Token);
    demo.Connection();
    await demo.ListAsync();
    await demo.ReadAsync(40);
    var found = await demo.SearchAsync("Rechnung für März");
    await demo.ReadBodyAsync(found.Uids[0].First);
    await demo.MoveAsync(found, "Archive/2026");
    await demo.ListAsync();
}

async Task RealAsync(string host, string user)
{
    Console.Error.Write($"Password of {user} on {host}: ");
    var request = Request(host) with { Port = options.Port };
    if (options.CertificateAuthority is { } file)
        request = request with { Tls = new TlsOptions { CertificateAuthorities = [X509Certificate2.CreateFromPem(File.ReadAllText(file))] } };
    await using var session = await ConnectAsync(request, user, ReadPassword());
    var demo = new DemoRun(session, Console.Out, stop.Token);
    demo.Connection();
    await demo.ListAsync();
    await demo.ReadAsync(20);
}

ConnectRequest Request(string host) => new(host)
{
    Options = new ConnectionOptions { Trace = options.Trace ? new ProtocolTrace(trace.Add) : null },
    Alert = text => Console.WriteLine("ALERT from the server: " + text),
};

async Task<ImapSession> ConnectAsync(ConnectRequest request, string user, char[] password)
{
    using var credentials = new LoginCredentials(user) { Password = new SecretString(password.AsSpan()) };
    Array.Clear(password);
    return await ImapSession.ConnectAsync(request, credentials, stop.Token);
}

static char[] ReadPassword()
{
    if (Console.IsInputRedirected)
        return (Console.In.ReadLine() ?? "").ToCharArray();
    var typed = new List<char>();
    while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
    {
        if (key.Key == ConsoleKey.Backspace && typed.Count > 0)
            typed.RemoveAt(typed.Count - 1);
        else if (!char.IsControl(key.KeyChar))
            typed.Add(key.KeyChar);
    }

    Console.Error.WriteLine();
    return typed.ToArray();
}
