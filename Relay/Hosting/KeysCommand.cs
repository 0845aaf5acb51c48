using System.CommandLine;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Accounts;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Recordings;
using RemoteAssist.Relay.Sessions;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Hosting;

/// <summary>
/// <c>Relay keys rotate</c>: new keys by command, while the Relay is stopped. Each is in the log before it is made. What was
/// signed or sealed with the keys before stays good: sign-ins go on, and Agents that know the older signing key go along with
/// the newer one. Only the key of the Relay's own certificate has nobody who could vouch for the next.
/// </summary>
internal static class KeysCommand
{
    private const string Signing = "signing";
    private const string Cookies = "cookies";
    private const string Certificate = "https";
    private const string Organisation = "organisation";

    // As the framework changes them by itself.
    private static readonly TimeSpan CookieKeyLifetime = TimeSpan.FromDays(90);

    public static Command Make(Option<string?> data)
    {
        var which = new Argument<string[]>("KEYS")
        {
            Description = "signing: with which the Relay signs who asks. cookies: that seal sign-ins and forms. "
                + "https: of the certificate that --https auto made; Agents downloaded before do not know the next one. "
                + "organisation: forgets the root key that certifies auditors, and its certificates; an administrator sets another on the page.",
            Arity = ArgumentArity.OneOrMore,
        };
        which.AcceptOnlyFromAmong(Signing, Cookies, Certificate, Organisation);
        var rotate = new Command("rotate", "Makes new keys. The Relay must be stopped.") { which };
        rotate.SetAction(parsed => Run(
            parsed.GetValue(data) ?? RelaySettings.DefaultData, parsed.GetValue(which)!, Console.Out, Console.Error, TimeProvider.System));
        return new Command("keys", "Works on the Relay's keys.") { rotate };
    }

    /// <summary>Makes new keys and says which.</summary>
    /// <returns>0, or <see cref="ExitCodes.CannotStart"/> where the folder, a key or the log cannot be used.</returns>
    public static async Task<int> Run(string folder, IReadOnlyCollection<string> which, TextWriter output, TextWriter error, TimeProvider clock)
    {
        try
        {
            using var data = DataFolder.Open(folder);
            StorageSetup.Prepare(data.Database, clock);
            await using (var services = Services(data, clock))
            {
                foreach (var one in which.Distinct(StringComparer.Ordinal))
                {
                    await output.WriteLineAsync(await Rotate(one, data, services, clock));
                }
            }

            StorageSetup.Release(data.Database);
            return ExitCodes.Stopped;
        }
        catch (Exception failure) when (failure is StorageException or AuditUnavailableException)
        {
            await error.WriteLineAsync(failure.Message);
            return ExitCodes.CannotStart;
        }
    }

    private static Task<string> Rotate(string which, DataFolder data, IServiceProvider services, TimeProvider clock)
    {
        var audit = services.GetRequiredService<IAuditLog>();
        return which switch
        {
            Signing => RotateSigning(data, audit),
            Cookies => RotateCookies(services.GetRequiredService<IKeyManager>(), audit, clock),
            Organisation => ForgetOrganisation(audit),
            _ => RotateCertificate(data, audit),
        };
    }

    private static async Task<string> RotateSigning(DataFolder data, IAuditLog audit)
    {
        var (old, next) = ("", "");
        await RelayKey.Rotate(data.SigningKey, async (before, after) =>
        {
            await Say(audit, Signing, ("before", before), ("after", after));
            (old, next) = (before, after);
        });
        return $"Signing key: {next}\nThe one before signed for it, so Agents that know that one go along: {old}";
    }

    private static async Task<string> RotateCookies(IKeyManager keys, IAuditLog audit, TimeProvider clock)
    {
        await Say(audit, Cookies);
        var now = clock.GetUtcNow();
        var key = keys.CreateNewKey(now, now + CookieKeyLifetime);
        return $"Cookies are sealed with a new key, {key.KeyId}; those that are out stay good.";
    }

    private static async Task<string> RotateCertificate(DataFolder data, IAuditLog audit)
    {
        await Say(audit, Certificate);
        try
        {
            File.Delete(data.HttpsCertificate);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The certificate {data.HttpsCertificate} cannot be removed: {failure.Message}", failure);
        }

        return "The next start with --https auto makes another key and certificate. Agents that were downloaded before do not know it: they are to be downloaded again.";
    }

    private static async Task<string> ForgetOrganisation(IAuditLog audit)
    {
        await audit.Append(
            new PendingEntry(AuditActions.RootKeyRemoved, ActorKind.Relay, null, AuditOutcome.Success),
            async db =>
            {
                await db.Settings.Where(row => row.Key == AuditorBook.RootKey).ExecuteDeleteAsync();
                await db.AuditorKeys.ExecuteUpdateAsync(set => set
                    .SetProperty(row => row.Name, (string?)null).SetProperty(row => row.Made, (DateTimeOffset?)null)
                    .SetProperty(row => row.Until, (DateTimeOffset?)null).SetProperty(row => row.Signature, (byte[]?)null));
            });
        return "The organisation has no root key now and no certified auditor, so nothing is recorded. An administrator sets another on the page of auditors.";
    }

    private static Task<long> Say(IAuditLog audit, string which, params ReadOnlySpan<(string Key, string Value)> facts)
    {
        var detail = new Dictionary<string, string> { ["keys"] = which };
        foreach (var (key, value) in facts)
        {
            detail[key] = value;
        }

        return audit.Append(new PendingEntry(AuditActions.KeysRotated, ActorKind.Relay, null, AuditOutcome.Success, Detail: detail));
    }

    private static ServiceProvider Services(DataFolder data, TimeProvider clock)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(clock).AddStorage(data.Database).AddSingleton<IAuditLog, AuditLog>();
        services.AddKeys(data.Keys);
        return services.BuildServiceProvider();
    }
}
