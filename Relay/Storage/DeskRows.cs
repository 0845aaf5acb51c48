using RemoteAssist.Shared.Wire;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Storage;

/// <summary>What a technician writes beside the log.</summary>
public sealed class PaperRow
{
    /// <summary>The id of the case or the account that it belongs to.</summary>
    public required string Owner { get; init; }

    public required PaperKind Kind { get; init; }

    /// <summary>From 1, one more with each save.</summary>
    public required int Version { get; set; }

    public required string Body { get; set; }

    /// <summary>Who saved it last.</summary>
    public required string By { get; set; }

    public required DateTimeOffset Saved { get; set; }
}

/// <summary>What was written down after a session.</summary>
public sealed class WrapUpRow
{
    public required Guid SessionId { get; init; }

    /// <summary>Names of <see cref="Shared.Sessions.Topic"/>, apart by commas.</summary>
    public required string Topics { get; set; }

    public required bool Solved { get; set; }

    public required string Done { get; set; }

    public required FollowUp Next { get; set; }

    public required string Words { get; set; }

    public required DateTimeOffset Written { get; set; }
}

/// <summary>A picture of the screen that was kept with a case; its pixels are in <see cref="SnapshotPictureRow"/>.</summary>
public sealed class SnapshotRow
{
    public required Guid Id { get; init; }

    public required Guid CaseId { get; init; }

    public required Guid SessionId { get; init; }

    public required string TechnicianId { get; init; }

    public required string Technician { get; init; }

    public required DateTimeOffset Taken { get; init; }

    public required int Width { get; init; }

    public required int Height { get; init; }

    public required int Bytes { get; init; }

    /// <summary>Of the PNG, lower-case hex; the log has it too.</summary>
    public required string Sha256 { get; init; }
}

/// <summary>The pixels of a snapshot.</summary>
public sealed class SnapshotPictureRow
{
    public required Guid Id { get; init; }

    public required byte[] Png { get; init; }
}

/// <summary>Somebody who was invited to another technician's session. Only the session's steps write it.</summary>
public sealed class ColleagueRow
{
    public required Guid SessionId { get; init; }

    /// <summary>The id of their account.</summary>
    public required string Account { get; init; }

    public required string Name { get; init; }

    public required string Organisation { get; init; }

    /// <summary>The name of whoever asked them.</summary>
    public required string InvitedBy { get; init; }

    public required string Reason { get; init; }

    public required PersonState State { get; init; }

    /// <summary>Until when they might come.</summary>
    public required DateTimeOffset Until { get; init; }
}
