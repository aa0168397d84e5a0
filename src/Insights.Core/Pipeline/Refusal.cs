using System.Globalization;
using Insights.Core.Data;
using Insights.Privacy;

namespace Insights.Core.Pipeline;

/// <summary>Why a request was refused. Codes are stable: clients may branch on them.</summary>
public enum RefusalCode
{
    /// <summary>The caller's roles do not allow this.</summary>
    NotPermitted,

    /// <summary>Nothing with that id exists, or the caller may not know that it does.</summary>
    NotFound,

    /// <summary>A needed field is empty.</summary>
    Required,

    /// <summary>A value does not have the form its field asks for.</summary>
    Malformed,

    /// <summary>A text is longer than its field allows.</summary>
    TooLong,

    /// <summary>A number or date lies outside the allowed range.</summary>
    OutOfRange,

    /// <summary>A code is not on the list it must come from.</summary>
    UnknownCode,

    /// <summary>The text holds something that may identify a person or a case.</summary>
    PersonalData,

    /// <summary>The text may name a person or a place; the writer looks at it, and changes it or keeps it and says why.</summary>
    PersonalDataSuspected,

    /// <summary>Not a valid pseudonymous case reference.</summary>
    NotACaseReference,

    /// <summary>The transition table has no such move from the present state.</summary>
    IllegalMove,

    /// <summary>Somebody changed this since it was read; the refusal carries the present version.</summary>
    Conflict,

    /// <summary>The same person may not do both steps.</summary>
    SamePerson,

    /// <summary>The idempotency key was used before with other content.</summary>
    IdempotencyMismatch,

    /// <summary>The cursor cannot be continued; read again from a position the feed still holds.</summary>
    FeedReset,

    /// <summary>Too much was asked for in too short a time; the refusal says when to try again.</summary>
    RateLimited,

    /// <summary>The gap was merged into another, or its opening was undone; the refusal names where its reports stand.</summary>
    GapEnded,

    /// <summary>A person said that these are not the same; the refusal names the operation to undo first.</summary>
    KeptApart,

    /// <summary>Something newer stands on the operation; the refusal names it.</summary>
    Superseded,

    /// <summary>This operation cannot be undone, or nothing of it is left to undo.</summary>
    NotUndoable,

    /// <summary>A configured key is not the one the database knows by its id.</summary>
    WrongKey,

    /// <summary>It runs already, and only one may at a time.</summary>
    AlreadyRunning,

    /// <summary>Too much is going on; nothing of this was done, and the same may succeed later.</summary>
    ServerBusy,

    /// <summary>What the engine has learned did worse than what was in force, and was never in force itself.</summary>
    MeasuredWorse,
}

/// <summary>A refused request as a value: what rule, which field, and a sentence that never repeats what was sent.</summary>
/// <param name="Code">Stable code of the rule.</param>
/// <param name="Path">Field the refusal is about, from the input inwards; empty when it is about the whole request.</param>
/// <param name="Message">One sentence for a person.</param>
public record Refusal(RefusalCode Code, IReadOnlyList<string> Path, string Message)
{
    public static Refusal Of(RefusalCode code, string message, params string[] path) => new(code, path, message);

    public static Refusal NotFound(string what, params string[] path) =>
        new(RefusalCode.NotFound, path, $"There is no such {what}.");

    /// <summary>A number as it stands in a sentence.</summary>
    private protected static string Whole(long number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A text was refused because of what it holds; the findings say where, never what.</summary>
/// <param name="Code">PersonalData when something blocks, else PersonalDataSuspected.</param>
/// <param name="Path">Field that holds the text.</param>
/// <param name="Message">One sentence for a person.</param>
/// <param name="RuleSetVersion">Version of the rules that found it.</param>
/// <param name="Findings">Each range found, in UTF-16 units of the text as it was sent.</param>
public sealed record PrivacyRefusal(RefusalCode Code, IReadOnlyList<string> Path, string Message, int RuleSetVersion, IReadOnlyList<PrivacyFinding> Findings)
    : Refusal(Code, Path, Message)
{
    public static PrivacyRefusal Of(IReadOnlyList<string> path, IEnumerable<GuardFinding> findings) => Of(path, [.. findings.Select(PrivacyFinding.Of)]);

    public static PrivacyRefusal Of(IReadOnlyList<string> path, IReadOnlyList<PrivacyFinding> findings)
    {
        var (code, message) = findings.Any(f => f.Strength == FindingStrength.Block)
            ? (RefusalCode.PersonalData, "This text holds something that may identify a person or a case. Remove it or replace it with a placeholder.")
            : (RefusalCode.PersonalDataSuspected, "This text may name a person or a place. Change it, or keep it and say why.");
        return new PrivacyRefusal(code, path, message, Guard.RuleSetVersion, findings);
    }
}

/// <summary>One range of a text that may identify a person or a case.</summary>
/// <param name="Start">First UTF-16 unit of the range.</param>
/// <param name="End">First UTF-16 unit behind the range.</param>
/// <param name="Type">What kind of identifier it looks like, such as EMAIL; in square brackets it is the placeholder to put in its place.</param>
/// <param name="RuleId">The rule that found it.</param>
/// <param name="Strength">Whether it blocks, or may be kept with a reason.</param>
/// <param name="Message">One sentence that names the type and the place.</param>
public sealed record PrivacyFinding(int Start, int End, string Type, string RuleId, FindingStrength Strength, string Message)
{
    public static PrivacyFinding Of(GuardFinding f) => new(f.Start, f.End, f.Type, f.RuleId, f.Strength, f.Message);
}

/// <summary>The thing was changed by somebody else since the caller read it.</summary>
/// <param name="CurrentVersion">The version it has now.</param>
public sealed record ConflictRefusal(int CurrentVersion)
    : Refusal(RefusalCode.Conflict, ["expectedVersion"], "Somebody changed this since you read it. Look again and repeat.");

/// <summary>A gap that no longer stands by itself takes no moves.</summary>
/// <param name="Path">Field that named it.</param>
/// <param name="GapNumber">Its human number.</param>
/// <param name="SurvivorId">The gap in which its reports stand now; null when its opening was undone and they stand in none.</param>
/// <param name="SurvivorNumber">That gap's human number.</param>
public sealed record GapEndedRefusal(IReadOnlyList<string> Path, long GapNumber, GapId? SurvivorId, long? SurvivorNumber)
    : Refusal(RefusalCode.GapEnded, Path, SurvivorNumber is { } number
        ? $"G-{Whole(GapNumber)} was merged into G-{Whole(number)}. Go on there."
        : $"The opening of G-{Whole(GapNumber)} was undone; no report stands there.");

/// <summary>A person said that what would come together is not the same.</summary>
/// <param name="Path">Field that would bring it together.</param>
/// <param name="OperationId">The operation that keeps it apart; undo that first.</param>
/// <param name="OperationNumber">Its human number.</param>
public sealed record KeptApartRefusal(IReadOnlyList<string> Path, OperationId OperationId, long OperationNumber)
    : Refusal(RefusalCode.KeptApart, Path, $"O-{Whole(OperationNumber)} keeps these apart. Undo O-{Whole(OperationNumber)} first if that no longer holds.");

/// <summary>Something newer stands on an operation, so that undoing it would take that away as well.</summary>
/// <param name="Path">Field that named the operation.</param>
/// <param name="Message">One sentence that names what is newer.</param>
/// <param name="OperationId">The newer operation; null when it is a move.</param>
/// <param name="OperationNumber">Its human number.</param>
/// <param name="GapNumber">The gap it happened to, where it is a move.</param>
/// <param name="Move">The newer move, by the name of its line in the timeline; null when it is an operation.</param>
/// <param name="At">When the move was made.</param>
public sealed record SupersededRefusal(
    IReadOnlyList<string> Path, string Message, OperationId? OperationId, long? OperationNumber, long? GapNumber, string? Move, DateTimeOffset? At)
    : Refusal(RefusalCode.Superseded, Path, Message)
{
    public static SupersededRefusal By(OperationId operation, long number) => new(
        ["operationId"], $"O-{Whole(number)} is newer and stands on it. Undo O-{Whole(number)} first.", operation, number, null, null, null);

    public static SupersededRefusal ByMove(long gap, string move, DateTimeOffset at) => new(
        ["operationId"], $"G-{Whole(gap)} has moved on since ({move}). What a move has changed is not undone.", null, null, gap, move, at);

    /// <summary>It is undone already.</summary>
    public static SupersededRefusal Undone(OperationId operation, long number) => new(
        ["operationId"], $"O-{Whole(number)} undid it already. Undo O-{Whole(number)} to do it again.", operation, number, null, null, null);
}

/// <summary>Too much was asked for in too short a time.</summary>
/// <param name="Path">Field that asked for too much.</param>
/// <param name="RetryAfterSeconds">After so many seconds the same request is granted.</param>
public sealed record RateLimitedRefusal(IReadOnlyList<string> Path, int RetryAfterSeconds)
    : Refusal(RefusalCode.RateLimited, Path,
        $"This is more than may be asked for at once. Try again in {Whole(RetryAfterSeconds)} seconds.");

/// <summary>A feed cursor cannot be continued.</summary>
/// <param name="First">The cursor before the oldest event the feed holds.</param>
/// <param name="Last">The cursor of the newest event.</param>
public sealed record ResyncRefusal(string First, string Last)
    : Refusal(RefusalCode.FeedReset, ["after"], "The feed cannot continue from this cursor. Start again from the first or the last one.");
