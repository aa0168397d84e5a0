using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Insights.Transport.Sending;

internal static class ServerRate
{
    /// <summary>Turns off the server's own minimum response rate, which would cut a slow reader earlier than the send
    /// timeout allows.</summary>
    public static void LeaveStallsToUs(HttpContext context)
    {
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate) rate.MinDataRate = null;
    }
}
