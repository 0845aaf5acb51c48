using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Storage;

/// <summary>Everything that the Relay remembers. Tables are made by the numbered migrations, never by the model.</summary>
public sealed class RelayDb(DbContextOptions<RelayDb> options) : IdentityUserContext<Account>(options)
{
    public DbSet<CaseRow> Cases => Set<CaseRow>();

    public DbSet<SessionRow> Sessions => Set<SessionRow>();

    public DbSet<EntryRow> Entries => Set<EntryRow>();

    public DbSet<PersonalValueRow> PersonalValues => Set<PersonalValueRow>();

    public DbSet<SettingRow> Settings => Set<SettingRow>();

    public DbSet<PaperRow> Papers => Set<PaperRow>();

    public DbSet<WrapUpRow> WrapUps => Set<WrapUpRow>();

    public DbSet<SnapshotRow> Snapshots => Set<SnapshotRow>();

    public DbSet<SnapshotPictureRow> SnapshotPictures => Set<SnapshotPictureRow>();

    public DbSet<ColleagueRow> Colleagues => Set<ColleagueRow>();

    public DbSet<ReceiptRow> Receipts => Set<ReceiptRow>();

    public DbSet<FactorRow> Factors => Set<FactorRow>();

    public DbSet<RecoveryCodeRow> RecoveryCodes => Set<RecoveryCodeRow>();

    public DbSet<InvitationRow> Invitations => Set<InvitationRow>();

    public DbSet<SignInRow> SignIns => Set<SignInRow>();

    public DbSet<PasskeyRow> Passkeys => Set<PasskeyRow>();

    public DbSet<AnsweredChallengeRow> AnsweredChallenges => Set<AnsweredChallengeRow>();

    public DbSet<AuditorKeyRow> AuditorKeys => Set<AuditorKeyRow>();

    public DbSet<ApiKeyRow> ApiKeys => Set<ApiKeyRow>();

    public DbSet<PreparedSessionRow> PreparedSessions => Set<PreparedSessionRow>();

    public DbSet<WebhookRow> Webhooks => Set<WebhookRow>();

    public DbSet<WebhookDeliveryRow> WebhookDeliveries => Set<WebhookDeliveryRow>();

    public DbSet<CheckpointRow> Checkpoints => Set<CheckpointRow>();

    public DbSet<CosignatureRow> Cosignatures => Set<CosignatureRow>();

    public DbSet<ReviewRow> Reviews => Set<ReviewRow>();

    public DbSet<LogReadingRow> LogReadings => Set<LogReadingRow>();

    public DbSet<RecordingRow> Recordings => Set<RecordingRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // Written so that text sorts as time does, ids read as they do in the log, and a renumbered enum changes nothing.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcText>();
        configurationBuilder.Properties<Guid>().HaveConversion<string>();
        configurationBuilder.Properties<SessionState>().HaveConversion<string>();
        configurationBuilder.Properties<EndReason>().HaveConversion<string>();
        configurationBuilder.Properties<PaperKind>().HaveConversion<string>();
        configurationBuilder.Properties<SignInEnd>().HaveConversion<string>();
        configurationBuilder.Properties<FollowUp>().HaveConversion<string>();
        configurationBuilder.Properties<PersonState>().HaveConversion<string>();
        configurationBuilder.Properties<WebhookTrouble>().HaveConversion<string>();
        configurationBuilder.Properties<Verdict>().HaveConversion<string>();
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<Account>().ToTable("accounts");
        builder.Entity<IdentityUserClaim<string>>().ToTable("account_claims");
        builder.Entity<IdentityUserLogin<string>>().ToTable("account_logins");
        builder.Entity<IdentityUserToken<string>>().ToTable("account_tokens");
        builder.Entity<CaseRow>().ToTable("cases");
        builder.Entity<SessionRow>().ToTable("sessions");
        builder.Entity<SessionRow>().HasOne<CaseRow>().WithMany().HasForeignKey(session => session.CaseId);
        builder.Entity<EntryRow>().ToTable("entries").HasKey(entry => entry.Sequence);
        builder.Entity<EntryRow>().Property(entry => entry.Sequence).ValueGeneratedNever();
        builder.Entity<PersonalValueRow>().ToTable("personal_values").HasKey(value => new { value.Sequence, value.Key });
        builder.Entity<PersonalValueRow>().HasOne<EntryRow>().WithMany().HasForeignKey(value => value.Sequence);
        builder.Entity<SettingRow>().ToTable("settings").HasKey(setting => setting.Key);
        builder.Entity<PaperRow>().ToTable("papers").HasKey(paper => new { paper.Owner, paper.Kind });
        builder.Entity<WrapUpRow>().ToTable("wrap_ups").HasKey(wrapUp => wrapUp.SessionId);
        builder.Entity<SnapshotRow>().ToTable("snapshots").HasKey(snapshot => snapshot.Id);
        builder.Entity<SnapshotPictureRow>().ToTable("snapshot_pictures").HasKey(picture => picture.Id);
        builder.Entity<SnapshotPictureRow>().HasOne<SnapshotRow>().WithOne().HasForeignKey<SnapshotPictureRow>(picture => picture.Id);
        builder.Entity<ColleagueRow>().ToTable("colleagues").HasKey(colleague => new { colleague.SessionId, colleague.Account });
        builder.Entity<ColleagueRow>().HasOne<SessionRow>().WithMany().HasForeignKey(colleague => colleague.SessionId);
        builder.Entity<ReceiptRow>().ToTable("receipts").HasKey(receipt => new { receipt.SessionId, receipt.Number });
        builder.Entity<ReceiptRow>().HasIndex(receipt => receipt.Sha256).IsUnique();
        builder.Entity<ReceiptRow>().HasOne<SessionRow>().WithMany().HasForeignKey(receipt => receipt.SessionId);
        builder.Entity<FactorRow>().ToTable("account_factors").HasKey(factor => factor.AccountId);
        builder.Entity<FactorRow>().HasOne<Account>().WithOne().HasForeignKey<FactorRow>(factor => factor.AccountId);
        builder.Entity<RecoveryCodeRow>().ToTable("recovery_codes").HasKey(code => new { code.AccountId, code.Hash });
        builder.Entity<RecoveryCodeRow>().HasOne<Account>().WithMany().HasForeignKey(code => code.AccountId);
        builder.Entity<InvitationRow>().ToTable("invitations").HasKey(invitation => invitation.AccountId);
        builder.Entity<InvitationRow>().HasOne<Account>().WithOne().HasForeignKey<InvitationRow>(invitation => invitation.AccountId);
        builder.Entity<SignInRow>().ToTable("sign_ins").HasKey(signIn => signIn.Id);
        builder.Entity<SignInRow>().HasOne<Account>().WithMany().HasForeignKey(signIn => signIn.AccountId);
        builder.Entity<PasskeyRow>().ToTable("passkeys").HasKey(passkey => passkey.Id);
        builder.Entity<PasskeyRow>().HasOne<Account>().WithMany().HasForeignKey(passkey => passkey.AccountId);
        builder.Entity<AnsweredChallengeRow>().ToTable("answered_challenges").HasKey(challenge => challenge.Hash);
        builder.Entity<AuditorKeyRow>().ToTable("auditor_keys").HasKey(key => key.Id);
        builder.Entity<AuditorKeyRow>().HasOne<Account>().WithMany().HasForeignKey(key => key.AccountId);
        builder.Entity<ApiKeyRow>().ToTable("api_keys").HasKey(key => key.Id);
        builder.Entity<PreparedSessionRow>().ToTable("prepared_sessions").HasKey(prepared => prepared.CaseId);
        builder.Entity<PreparedSessionRow>().HasOne<CaseRow>().WithOne().HasForeignKey<PreparedSessionRow>(prepared => prepared.CaseId);
        builder.Entity<WebhookRow>().ToTable("webhooks").HasKey(webhook => webhook.Id);
        builder.Entity<WebhookDeliveryRow>().ToTable("webhook_deliveries").HasKey(delivery => new { delivery.WebhookId, delivery.Sequence });
        builder.Entity<WebhookDeliveryRow>().Property(delivery => delivery.Sequence).ValueGeneratedNever();
        builder.Entity<WebhookDeliveryRow>().HasOne<WebhookRow>().WithMany().HasForeignKey(delivery => delivery.WebhookId);
        builder.Entity<RecordingRow>().ToTable("recordings").HasKey(recording => recording.SessionId);
        builder.Entity<RecordingRow>().HasOne<SessionRow>().WithMany().HasForeignKey(recording => recording.SessionId);
        builder.Entity<RecordingRow>().HasOne<CaseRow>().WithMany().HasForeignKey(recording => recording.CaseId);
        builder.Entity<CheckpointRow>().ToTable("checkpoints").HasKey(checkpoint => checkpoint.Size);
        builder.Entity<CheckpointRow>().Property(checkpoint => checkpoint.Size).ValueGeneratedNever();
        builder.Entity<CosignatureRow>().ToTable("cosignatures").HasKey(cosignature => new { cosignature.Size, cosignature.Witness });
        builder.Entity<CosignatureRow>().HasOne<CheckpointRow>().WithMany().HasForeignKey(cosignature => cosignature.Size);
        builder.Entity<ReviewRow>().ToTable("reviews").HasKey(review => review.SessionId);
        builder.Entity<ReviewRow>().HasOne<SessionRow>().WithOne().HasForeignKey<ReviewRow>(review => review.SessionId);
        builder.Entity<LogReadingRow>().ToTable("log_readings").HasKey(reading => new { reading.Account, reading.What });
        SnakeCase.NameColumns(builder.Model);
    }
}

/// <summary>Somebody who signs in.</summary>
public sealed class Account : IdentityUser
{
    /// <summary>As customers see it.</summary>
    public required string Name { get; set; }

    /// <summary>As customers see it.</summary>
    public required string Organisation { get; set; }

    /// <summary>Since when they may not sign in; null where they may.</summary>
    public DateTimeOffset? Disabled { get; set; }
}

/// <summary>A case.</summary>
public sealed class CaseRow
{
    public required Guid Id { get; init; }

    public required string Number { get; init; }

    public required string Customer { get; init; }

    public required string Callback { get; init; }

    public required string Problem { get; init; }

    public required DateTimeOffset Opened { get; init; }
}

/// <summary>A session. Only the session directory writes it.</summary>
public sealed class SessionRow
{
    public required Guid Id { get; init; }

    public required Guid CaseId { get; init; }

    public required string TechnicianId { get; init; }

    public required string Technician { get; init; }

    public required string Organisation { get; init; }

    public required string Reason { get; init; }

    public required SessionState State { get; set; }

    public EndReason? EndReason { get; set; }

    public required DateTimeOffset Requested { get; init; }

    public DateTimeOffset? Live { get; set; }

    public DateTimeOffset? Ended { get; set; }

    /// <summary>When the grant runs out.</summary>
    public DateTimeOffset? Until { get; set; }

    /// <summary>What was asked for: names of <see cref="Scope"/>, apart by commas.</summary>
    public required string Scopes { get; init; }

    /// <summary>For how long at most.</summary>
    public required int Minutes { get; init; }

    /// <summary>When the code held and the customer was asked.</summary>
    public DateTimeOffset? Joined { get; set; }

    /// <summary>SHA-256 of the token that seats the Agent again, lower-case hex.</summary>
    public string? SeatHash { get; set; }

    /// <summary>The number that the last viewer had; 0 before the first.</summary>
    public int LastViewer { get; set; }

    /// <summary>When the customer answered the questions at the end; null where they did not.</summary>
    public DateTimeOffset? Rated { get; set; }

    /// <summary>Whether it is solved, as the customer answered.</summary>
    public bool? Solved { get; set; }

    /// <summary>How easy it was, 1 to 5, as the customer answered.</summary>
    public int? Ease { get; set; }

    /// <summary>The customer's own words.</summary>
    public string? Sentence { get; set; }

    /// <summary>All that the customer has allowed at any time: names of <see cref="Scope"/>, apart by commas. It follows from the entries.</summary>
    public string Allowed { get; set; } = "";
}

/// <summary>One sealed entry of the log, as it was hashed.</summary>
public sealed class EntryRow
{
    /// <summary>From 1, without a gap.</summary>
    public required long Sequence { get; init; }

    /// <summary>The canonical JSON (RFC 8785) whose bytes are hashed.</summary>
    public required string Json { get; init; }

    /// <summary>SHA-256(0x00 ‖ JSON bytes), the leaf hash of RFC 9162; lower-case hex.</summary>
    public required string Hash { get; init; }

    /// <summary>The session it is about, to find it quickly; the truth is in the JSON.</summary>
    public Guid? Session { get; init; }
}

/// <summary>A personal value beside its entry, so that it can be erased and the log still verifies.</summary>
public sealed class PersonalValueRow
{
    public required long Sequence { get; init; }

    public required string Key { get; init; }

    /// <summary>16 random bytes, lower-case hex.</summary>
    public required string Salt { get; init; }

    public required string Value { get; init; }
}

/// <summary>One remembered setting.</summary>
public sealed class SettingRow
{
    public required string Key { get; init; }

    public required string Value { get; set; }
}
