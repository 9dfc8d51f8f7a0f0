using ImapPS.Loopback;

namespace ImapPS.TestKit;

/// <summary>The PEM file with what must be trusted to trust a test server: written when it is first asked for, removed with the server.</summary>
internal sealed class AuthorityFile(LoopbackServer server)
{
    private readonly object _lock = new();
    private readonly string _path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"ImapPS-{Guid.NewGuid():N}.pem");
    private bool _isWritten;
    private bool _isDeleted;

    /// <summary>Where it is, or was.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    public string Path
    {
        get
        {
            lock (_lock)
            {
                if (!_isWritten && !_isDeleted)
                {
                    File.WriteAllText(_path, server.CertificateAuthorityPem);
                    _isWritten = true;
                }

                return _path;
            }
        }
    }

    public void Delete()
    {
        lock (_lock)
        {
            _isDeleted = true;
            if (_isWritten)
                File.Delete(_path);
        }
    }
}
