BeforeAll {
    Import-Module "$PSScriptRoot/../../out/Apimart.Video"
}

Describe 'New-ApimartVideo' {
    It 'completes the models' {
        (TabExpansion2 'New-ApimartVideo -Model ').CompletionMatches.CompletionText | Should -Contain 'veo3.1-fast'
    }
}
