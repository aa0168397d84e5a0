using Insights.Transport.Requests;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Insights.Transport.Http;

/// <summary>Which status an outcome has, in the profile that was chosen.</summary>
internal sealed class StatusRule(StatusProfile profile)
{
    /// <summary>Of the draft of 2026: the answer holds data, or null in its place, and errors.</summary>
    private const int PartialSuccess = 294;

    private bool IsDraft => profile is StatusProfile.Draft2026;

    public int Of(TransportError error) => IsDraft && error.IsOfShape ? Status422UnprocessableEntity : error.Status;

    public int Of(OperationOutcome.Answered answered) => IsDraft && answered.HasErrors ? PartialSuccess : Status200OK;

    /// <summary>Clients of plain JSON expect 200 whenever the request itself was well-formed; the draft ends that.</summary>
    public int Of(OperationOutcome.Refused refused, ResponseKind kind) => (IsDraft, refused.Cause) switch
    {
        (false, _) => kind is ResponseKind.GraphQLResponse ? Status400BadRequest : Status200OK,
        (_, RefusalCause.Syntax) => Status400BadRequest,
        (_, RefusalCause.Unauthenticated) => Status401Unauthorized,
        (_, RefusalCause.Forbidden) => Status403Forbidden,
        _ => Status422UnprocessableEntity,
    };
}
