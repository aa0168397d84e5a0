global using Insights.Transport.Tests.Support;
global using Microsoft.Extensions.Time.Testing;
global using Xunit;
