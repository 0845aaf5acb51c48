using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using RemoteAssist.Relay.Accounts;
using RemoteAssist.Relay.Recordings;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Relay.Tests.Sessions;
using RemoteAssist.Shared.Recordings;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Tests.Recordings;

/// <summary>An organisation on a stage: its root key, an auditor with a key, and the desks as each person has them.</summary>
internal sealed class Organisation(Stage stage) : IDisposable
{
    private readonly ECDsa root = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public byte[] RootKey => root.ExportSubjectPublicKeyInfo();

    /// <summary>The auditor's private key.</summary>
    public P256Scalar Key { get; } = P256Scalar.Draw();

    public byte[] PublicKey => P256Key.Of(Key.TimesBase());

    public string Id => Convert.ToHexStringLower(AuditorCertificate.IdOf(PublicKey));

    public AuditorDesk Desk => new(stage, stage.Log, Entries(Roles.Administrator, "boss"), As(Roles.Administrator, "boss"), stage.Clock);

    public AuditorDesk DeskOfAnother => new(stage, stage.Log, Entries(Roles.Auditor, "eve"), As(Roles.Auditor, "eve"), stage.Clock);

    public OwnAuditorKeyDesk Own => new(stage, stage.Log, Entries(Roles.Auditor, "eve"), As(Roles.Auditor, "eve"), stage.Clock);

    public OwnAuditorKeyDesk OwnOfAnother => new(stage, stage.Log, Entries(Roles.Technician, "ann"), As(Roles.Technician, "ann"), stage.Clock);

    /// <summary>The stage's Eve becomes an auditor.</summary>
    public void AppointEve() => Change(db => db.UserClaims.Add(
        new IdentityUserClaim<string> { UserId = stage.Auditor.Id, ClaimType = ClaimTypes.Role, ClaimValue = Roles.Auditor }));

    public void Change(Action<RelayDb> change)
    {
        using var db = stage.CreateDbContext();
        change(db);
        db.SaveChanges();
    }

    /// <summary>What the root signs of the auditor's key, as the administrator's browser sends it.</summary>
    public SignedAuditor Sign(string name = "Eve Lund", int days = 365, ECDsa? by = null, byte[]? publicKey = null)
    {
        var now = stage.Clock.GetUtcNow();
        var certificate = new AuditorCertificate(name, publicKey ?? PublicKey, now, now.AddDays(days), []);
        return new SignedAuditor(
            Id, name, certificate.Made, certificate.Until, (by ?? root).SignData(certificate.ToBytes(), HashAlgorithmName.SHA256));
    }

    /// <summary>Everything up to the certificate.</summary>
    public async Task Certify()
    {
        AppointEve();
        (await Desk.SetRoot(RootKey, CancellationToken.None)).Should().Be(AuditorAnswer.Done);
        (await Own.Add(PublicKey, CancellationToken.None)).Should().Be(AuditorAnswer.Done);
        (await Desk.Certify(Sign(), CancellationToken.None)).Should().Be(AuditorAnswer.Done);
    }

    public void Dispose()
    {
        root.Dispose();
        Key.Dispose();
    }

    private static AccountEntries Entries(string role, string account) => new(As(role, account));

    private static HttpContextAccessor As(string role, string account)
    {
        Claim[] claims = [new(ClaimTypes.NameIdentifier, account), new(ClaimTypes.Role, role)];
        return new HttpContextAccessor { HttpContext = new DefaultHttpContext { User = new ClaimsPrincipal(new ClaimsIdentity(claims, "test")) } };
    }
}
