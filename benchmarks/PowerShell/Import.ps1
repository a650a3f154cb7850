Import-Module "$PSScriptRoot/../../out/Apimart.Video"
