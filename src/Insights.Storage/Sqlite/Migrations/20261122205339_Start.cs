using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

#pragma warning disable CA1814 // Prefer jagged arrays over multidimensional

namespace Insights.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Start : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "audit_entry",
                columns: table => new
                {
                    Position = table.Column<long>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Action = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    GapId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    ReportId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    OperationId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    DecisionId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    CommentId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    FromState = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    ToState = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_entry", x => x.Position);
                });

            migrationBuilder.CreateTable(
                name: "comment",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    GapId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    ReportId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Audience = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Text = table.Column<string>(type: "TEXT", nullable: false),
                    By = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    RuleSetVersion = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_comment", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "counter",
                columns: table => new
                {
                    Name = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Value = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_counter", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "feed_event",
                columns: table => new
                {
                    Position = table.Column<long>(type: "INTEGER", nullable: false),
                    Id = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Type = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    GapId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    ReportId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Area = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    Clause = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    Severity = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Item = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_feed_event", x => x.Position);
                });

            migrationBuilder.CreateTable(
                name: "feed_head",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    Epoch = table.Column<long>(type: "INTEGER", nullable: false),
                    FeedPosition = table.Column<long>(type: "INTEGER", nullable: false),
                    AuditPosition = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_feed_head", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "gap",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Number = table.Column<long>(type: "INTEGER", nullable: false),
                    Title = table.Column<string>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Area = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    ClauseCode = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    ClauseVersion = table.Column<int>(type: "INTEGER", nullable: true),
                    Severity = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    ReturnsTo = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    OwnerId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    CanonicalReportId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    OpenedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    LastActivityAt = table.Column<long>(type: "INTEGER", nullable: false),
                    RespondBy = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    DeferredUntil = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    RecurrenceThreshold = table.Column<int>(type: "INTEGER", nullable: true),
                    RecurredCount = table.Column<int>(type: "INTEGER", nullable: false),
                    Destination = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    Resolution = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    DecisionId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    Plan = table.Column<string>(type: "TEXT", nullable: true),
                    PlanDueOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    PlanOwnerId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    VerificationNote = table.Column<string>(type: "TEXT", nullable: true),
                    RegressionCount = table.Column<int>(type: "INTEGER", nullable: false),
                    RuleSetVersion = table.Column<int>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_gap", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "idempotency",
                columns: table => new
                {
                    By = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    RequestHash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    ResultId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idempotency", x => new { x.By, x.Key });
                });

            migrationBuilder.CreateTable(
                name: "list_entry",
                columns: table => new
                {
                    List = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Label = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Order = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_list_entry", x => new { x.List, x.Code });
                });

            migrationBuilder.CreateTable(
                name: "look_alike_answer",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ReportId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    GapId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Answer = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Score = table.Column<double>(type: "REAL", nullable: true),
                    Matches = table.Column<string>(type: "TEXT", nullable: false),
                    EngineVersion = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    By = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_look_alike_answer", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "operation",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Number = table.Column<long>(type: "INTEGER", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    By = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_operation", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "person",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Handle = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Roles = table.Column<int>(type: "INTEGER", maxLength: 40, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_person", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "policy_clause",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    Area = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Title = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Text = table.Column<string>(type: "TEXT", maxLength: 8000, nullable: false),
                    EffectiveFrom = table.Column<DateOnly>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_policy_clause", x => new { x.Code, x.Version });
                });

            migrationBuilder.CreateTable(
                name: "report",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Number = table.Column<long>(type: "INTEGER", nullable: false),
                    AuthorId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Content = table.Column<string>(type: "TEXT", nullable: false),
                    Revision = table.Column<int>(type: "INTEGER", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Title = table.Column<string>(type: "TEXT", nullable: true),
                    Area = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    ClauseCode = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    Severity = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Surface = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    Language = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    Region = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    StartedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    SavedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    FiledAt = table.Column<long>(type: "INTEGER", nullable: true),
                    StateReason = table.Column<string>(type: "TEXT", nullable: true),
                    Question = table.Column<string>(type: "TEXT", nullable: true),
                    RespondBy = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    RuleSetVersion = table.Column<int>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_report", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "term",
                columns: table => new
                {
                    Use = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Level = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    InsteadOf = table.Column<string>(type: "TEXT", nullable: false),
                    Note = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_term", x => x.Use);
                });

            migrationBuilder.CreateTable(
                name: "decision",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    GapId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    VersionNumber = table.Column<int>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Content = table.Column<string>(type: "TEXT", nullable: false),
                    ProposedBy = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    ProposedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ReviewedBy = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    ReviewedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    RuleSetVersion = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_decision", x => x.Id);
                    table.ForeignKey(
                        name: "FK_decision_gap_GapId",
                        column: x => x.GapId,
                        principalTable: "gap",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "gap_link",
                columns: table => new
                {
                    OperationId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    ReportId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    GapId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Role = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Reason = table.Column<string>(type: "TEXT", nullable: true),
                    LinkedBy = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    LinkedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Score = table.Column<double>(type: "REAL", nullable: true),
                    Matches = table.Column<string>(type: "TEXT", nullable: false),
                    EngineVersion = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    RuleSetVersion = table.Column<int>(type: "INTEGER", nullable: false),
                    EndedBy = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_gap_link", x => new { x.OperationId, x.ReportId });
                    table.ForeignKey(
                        name: "FK_gap_link_gap_GapId",
                        column: x => x.GapId,
                        principalTable: "gap",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_gap_link_operation_OperationId",
                        column: x => x.OperationId,
                        principalTable: "operation",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "report_case",
                columns: table => new
                {
                    ReportId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Case = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_report_case", x => new { x.ReportId, x.Case });
                    table.ForeignKey(
                        name: "FK_report_case_report_ReportId",
                        column: x => x.ReportId,
                        principalTable: "report",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "report_revision",
                columns: table => new
                {
                    ReportId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Content = table.Column<string>(type: "TEXT", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", nullable: true),
                    By = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    RuleSetVersion = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_report_revision", x => new { x.ReportId, x.Number });
                    table.ForeignKey(
                        name: "FK_report_revision_report_ReportId",
                        column: x => x.ReportId,
                        principalTable: "report",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.InsertData(
                table: "counter",
                columns: new[] { "Name", "Value" },
                values: new object[,]
                {
                    { "gap", 0L },
                    { "operation", 0L },
                    { "report", 0L }
                });

            migrationBuilder.InsertData(
                table: "feed_head",
                columns: new[] { "Id", "AuditPosition", "Epoch", "FeedPosition" },
                values: new object[] { 1, 0L, 0L, 0L });

            migrationBuilder.InsertData(
                table: "person",
                columns: new[] { "Id", "Handle", "Roles" },
                values: new object[] { "per_00000000000000000000000000", "insights", 512 });

            migrationBuilder.CreateIndex(
                name: "IX_audit_entry_GapId_Position",
                table: "audit_entry",
                columns: new[] { "GapId", "Position" });

            migrationBuilder.CreateIndex(
                name: "IX_audit_entry_ReportId_Position",
                table: "audit_entry",
                columns: new[] { "ReportId", "Position" });

            migrationBuilder.CreateIndex(
                name: "IX_comment_GapId_At",
                table: "comment",
                columns: new[] { "GapId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_comment_ReportId_At",
                table: "comment",
                columns: new[] { "ReportId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_decision_GapId_VersionNumber",
                table: "decision",
                columns: new[] { "GapId", "VersionNumber" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_feed_event_GapId_Position",
                table: "feed_event",
                columns: new[] { "GapId", "Position" });

            migrationBuilder.CreateIndex(
                name: "IX_feed_event_Id",
                table: "feed_event",
                column: "Id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_gap_LastActivityAt_Number",
                table: "gap",
                columns: new[] { "LastActivityAt", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_gap_Number",
                table: "gap",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_gap_State_LastActivityAt",
                table: "gap",
                columns: new[] { "State", "LastActivityAt" });

            migrationBuilder.CreateIndex(
                name: "IX_gap_link_GapId_EndedBy",
                table: "gap_link",
                columns: new[] { "GapId", "EndedBy" });

            migrationBuilder.CreateIndex(
                name: "IX_gap_link_ReportId",
                table: "gap_link",
                column: "ReportId",
                unique: true,
                filter: "\"EndedBy\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_look_alike_answer_GapId",
                table: "look_alike_answer",
                column: "GapId");

            migrationBuilder.CreateIndex(
                name: "IX_look_alike_answer_ReportId_GapId",
                table: "look_alike_answer",
                columns: new[] { "ReportId", "GapId" });

            migrationBuilder.CreateIndex(
                name: "IX_operation_Number",
                table: "operation",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_person_Handle",
                table: "person",
                column: "Handle",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_report_AuthorId_State_SavedAt",
                table: "report",
                columns: new[] { "AuthorId", "State", "SavedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_report_Number",
                table: "report",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_report_State_Number",
                table: "report",
                columns: new[] { "State", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_report_case_Case",
                table: "report_case",
                column: "Case");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "audit_entry");

            migrationBuilder.DropTable(
                name: "comment");

            migrationBuilder.DropTable(
                name: "counter");

            migrationBuilder.DropTable(
                name: "decision");

            migrationBuilder.DropTable(
                name: "feed_event");

            migrationBuilder.DropTable(
                name: "feed_head");

            migrationBuilder.DropTable(
                name: "gap_link");

            migrationBuilder.DropTable(
                name: "idempotency");

            migrationBuilder.DropTable(
                name: "list_entry");

            migrationBuilder.DropTable(
                name: "look_alike_answer");

            migrationBuilder.DropTable(
                name: "person");

            migrationBuilder.DropTable(
                name: "policy_clause");

            migrationBuilder.DropTable(
                name: "report_case");

            migrationBuilder.DropTable(
                name: "report_revision");

            migrationBuilder.DropTable(
                name: "term");

            migrationBuilder.DropTable(
                name: "gap");

            migrationBuilder.DropTable(
                name: "operation");

            migrationBuilder.DropTable(
                name: "report");
        }
    }
}
