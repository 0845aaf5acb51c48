using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Relay.Syslog;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Tests.Syslog;

public sealed class SyslogTests : IDisposable
{
    private const string Secret = "canary-of-a-reason";

    private const int Nobodys = 9; // discard: nobody listens there

    private readonly TemporaryFolder folder = new();

    public SyslogTests() => StorageSetup.Prepare(folder.Database, TimeProvider.System);

    [Fact]
    public async Task EachEntryComesOnceInOrderWithItsHashAndWithoutPersonalValues()
    {
        using var receiver = new StrictReceiver();
        var session = Guid.NewGuid();
        await using var feed = await Feed.Start(folder, new SyslogTarget("127.0.0.1", receiver.Port, false));
        await feed.Append(3, session);
        await Eventually.True(() => receiver.Messages.Count == 3);
        await feed.Append(2, session, AuditOutcome.Refused);
        await Eventually.True(() => receiver.Messages.Count == 5);

        receiver.Wrong.Should().BeEmpty();
        receiver.Messages.Select(one => one.Sequence).Should().Equal(1, 2, 3, 4, 5);
        foreach (var one in receiver.Messages)
        {
            var entry = EntryFacts.Read(Encoding.UTF8.GetBytes(one.Json))!;
            Convert.ToHexStringLower(SHA256.HashData([0, .. Encoding.UTF8.GetBytes(one.Json)])).Should().Be(one.Data["hash"]);
            (one.Time, one.Id, one.App, entry.Sequence).Should().Be((entry.Time, entry.Action, "RemoteAssist", one.Sequence));
            (one.Data["action"], one.Data["session"]).Should().Be((entry.Action, $"{session}"));
            one.Json.Should().NotContain(Secret);
        }

        receiver.Messages.Select(one => (one.Priority, one.Data["outcome"])).Distinct().Should().Equal((110, "success"), (108, "refused"));
    }

    [Fact]
    public async Task AReceiverThatWasAwayOrBrokeOffGetsAllOfItAndARestartedRelayGoesOnBehindIt()
    {
        using (var first = new StrictReceiver())
        {
            await using var feed = await Feed.Start(folder, new SyslogTarget("127.0.0.1", first.Port, false));
            await feed.Append(2);
            await Eventually.True(() => first.Messages.Count == 2);
            await Eventually.Holds(async () => await feed.Place() == "2"); // a stop before this sends them once more
        }

        await using (var alone = await Feed.Start(folder, new SyslogTarget("127.0.0.1", Nobodys, false)))
        {
            await alone.Append(300); // more than one connection takes
            await Eventually.True(() => alone.Tried);
        }

        using var second = new StrictReceiver();
        second.Break(1);
        await using var again = await Feed.Start(folder, new SyslogTarget("127.0.0.1", second.Port, false));
        await again.Append(1);
        await Eventually.True(() => second.Messages.Any(one => one.Sequence == 303));
        second.BreaksLeft.Should().Be(0);
        second.Wrong.Should().BeEmpty();
        second.Messages.Select(one => one.Sequence).Should().Equal(Enumerable.Range(3, 301).Select(number => (long)number), "none is lost, and what was taken before does not come again");
    }

    [Fact]
    public async Task OverTlsOnlyAReceiverWithATrustedCertificateIsTold()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=siem", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var roots = Path.Combine(folder.Path, "roots.pem");
        await File.WriteAllTextAsync(roots, certificate.ExportCertificatePem());
        using var stranger = new StrictReceiver(certificate: certificate);
        using var trusted = new StrictReceiver(certificate: certificate);
        await using (var feed = await Feed.Start(folder, SyslogTarget.Read($"tls://127.0.0.1:{stranger.Port}", null)!))
        {
            await feed.Append(1);
            await Eventually.True(() => feed.Tried);
        }

        await using (await Feed.Start(folder, SyslogTarget.Read($"tls://127.0.0.1:{trusted.Port}", roots)!))
        {
            await Eventually.True(() => trusted.Messages.Count == 1);
        }

        stranger.Messages.Should().BeEmpty();
    }

    public void Dispose() => folder.Dispose();

    /// <summary>A log with its feed, as the Relay wires them.</summary>
    private sealed class Feed : IAsyncDisposable
    {
        private readonly TemporaryFolder folder;
        private readonly ServiceProvider services;
        private readonly SyslogFeed feed;
        private readonly Failures failures = new();

        private Feed(TemporaryFolder folder, SyslogTarget target)
        {
            this.folder = folder;
            services = new ServiceCollection()
                .AddLogging().AddSingleton(TimeProvider.System).AddStorage(folder.Database)
                .AddSingleton<SyslogBell>().AddSingleton<IEntryFollower>(all => all.GetRequiredService<SyslogBell>())
                .AddSingleton<IAuditLog, AuditLog>().BuildServiceProvider();
            feed = new SyslogFeed(
                services.GetRequiredService<IDbContextFactory<RelayDb>>(), target, services.GetRequiredService<SyslogBell>(), TimeProvider.System, failures);
        }

        /// <summary>Whether a try has failed.</summary>
        public bool Tried => failures.Any;

        public static async Task<Feed> Start(TemporaryFolder folder, SyslogTarget target)
        {
            var one = new Feed(folder, target);
            await one.feed.StartAsync(CancellationToken.None);
            return one;
        }

        /// <summary>The entry that was taken last, as the next start finds it.</summary>
        public async Task<string?> Place()
        {
            await using var db = await services.GetRequiredService<IDbContextFactory<RelayDb>>().CreateDbContextAsync();
            return await db.Settings.Where(setting => setting.Key == SyslogFeed.Place).Select(setting => setting.Value).FirstOrDefaultAsync();
        }

        public async Task Append(int many, Guid? session = null, AuditOutcome outcome = AuditOutcome.Success)
        {
            var audit = services.GetRequiredService<IAuditLog>();
            await Task.WhenAll(Enumerable.Range(0, many).Select(_ => audit.Append(Some.Entry(session: session) with
            {
                Outcome = outcome, Personal = new Dictionary<string, string> { ["reason"] = Secret },
            })));
        }

        public async ValueTask DisposeAsync()
        {
            await feed.StopAsync(CancellationToken.None);
            feed.Dispose();
            await services.DisposeAsync();
            StorageSetup.Release(folder.Database);
        }
    }

    private sealed class Failures : Microsoft.Extensions.Logging.ILogger<SyslogFeed>
    {
        public bool Any { get; private set; }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(Microsoft.Extensions.Logging.LogLevel logLevel) => true;

        public void Log<TState>(
            Microsoft.Extensions.Logging.LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => Any |= exception is not null;
    }
}
